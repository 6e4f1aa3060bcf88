import BackupCore
import Glibc
import Posix

/// The backup folder during one operation, held by descriptors: a release swapped under a symbolic link, or the folder
/// moved away, does not part what belongs together.
final class OpenFolder: BackupFolder {
    private let folder: FileDescriptor
    /// For messages.
    private let path: String
    private let cancellation: Cancellation?

    /// The service's own folder inside: manifests, marks of deletions, and the list of all names ever given.
    static let manifestFolder = ".manifests"
    private static let ledger = "names"

    init(folder: consuming FileDescriptor, path: String, cancellation: Cancellation?) {
        self.folder = folder
        self.path = path
        self.cancellation = cancellation
    }

    func reserve(
        avoiding taken: Set<StoredName>, _ candidate: (Int) -> BackupName
    ) throws(BackupError) -> BackupName {
        try storing(in: path) { () throws(SystemError) in
            let own = try own()
            let ledger = try FileDescriptor.file(
                Self.ledger, in: own, flags: O_RDWR | O_CREAT | O_APPEND, mode: 0o640)
            let used = Set(try ledger.text(named: Self.ledger).split(separator: "\n").map(String.init))
            let present = Set(try folder.names())
            for attempt in 0... {
                let name = candidate(attempt)
                let text = name.file.description
                if used.contains(text) || present.contains(text) || taken.contains(name.file) { continue }
                // On a line of its own even where a full disk cut the last one short.
                try ledger.writeAll("\n\(text)\n", named: Self.ledger)
                try ledger.sync(named: Self.ledger)
                try own.sync(named: Self.manifestFolder)
                return name
            }
            preconditionFailure("an endless range ended")
        }
    }

    func makePart(for name: BackupName) throws(BackupError) -> any PartFile {
        try storing(in: path) { () throws(SystemError) in
            try AtomicFile(named: name.file.description, in: folder, path: path)
        }
    }

    func size(of name: StoredName) throws(BackupError) -> Int64? {
        try storing(in: path) { () throws(SystemError) in
            var status = stat()
            guard fstatat(folder.rawValue, name.description, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
                if errno == ENOENT || errno == ENAMETOOLONG { return nil }
                throw SystemError("stat", name.description)
            }
            return status.st_mode & S_IFMT == S_IFREG ? Int64(status.st_size) : nil
        }
    }

    func read(_ name: StoredName) throws(BackupError) -> any StoredFile {
        let file = try storing(in: path) { () throws(SystemError) -> OpenFile? in
            do throws(SystemError) {
                let file = try FileDescriptor.file(name.description, in: folder, flags: O_RDONLY)
                return try OpenFile(file, named: name, in: path, cancellation: cancellation)
            } catch  where [ENOENT, ELOOP, EINVAL, ENXIO].contains(error.code) {
                // Gone, a link, or no regular file.
                return nil
            }
        }
        guard let file else { throw .fileMissing(path: name.path) }
        return file
    }

    func remove(_ name: StoredName) throws(BackupError) {
        try storing(in: path) { () throws(SystemError) in
            try folder.unlink(name.description)
            try folder.sync(named: path)
        }
    }

    func sweepParts() throws(BackupError) -> [String] {
        try storing(in: path) { () throws(SystemError) in
            let parts = try partNames()
            let own = try own()
            for part in try own.names() where AtomicFile.target(ofPart: part) != nil { _ = try sweep(part, from: own) }
            var swept: [String] = []
            for part in parts where try sweep(part, from: folder) { swept.append(part) }
            return swept
        }
    }

    func parts() throws(BackupError) -> [String] { try storing(in: path) { () throws(SystemError) in try partNames() } }

    /// In this folder others may have part files of their own.
    private func partNames() throws(SystemError) -> [String] {
        try folder.names().filter { AtomicFile.target(ofPart: $0).flatMap(BackupName.init) != nil }
    }

    /// Removes a part file; a folder of such a name is not ours, and stays.
    private func sweep(_ part: String, from folder: borrowing FileDescriptor) throws(SystemError) -> Bool {
        do throws(SystemError) {
            try folder.unlink(part)
            return true
        } catch  where error.code == EISDIR {
            return false
        }
    }

    // MARK: Manifests

    func saveManifest(_ manifest: BackupManifest, of name: StoredName) throws(BackupError) {
        let document = try manifest.encoded()
        try save(document, as: "\(name).json")
    }

    func manifest(of name: StoredName) throws(BackupError) -> BackupManifest? {
        try storing(in: path) { () throws(SystemError) -> BackupManifest? in
            do throws(SystemError) {
                let file = try FileDescriptor.file("\(name).json", in: own(), flags: O_RDONLY)
                return BackupManifest(decoding: Array(try file.text(named: "\(name).json").utf8))
            } catch  where error.code == ENOENT {
                return nil
            }
        }
    }

    func removeManifest(of name: StoredName) throws(BackupError) { try removeOwn("\(name).json") }

    func manifests() throws(BackupError) -> [StoredName] { try ownNames(endingIn: ".json") }

    // MARK: Marks of deletions

    func markDeletion(of name: StoredName) throws(BackupError) {
        try storing(in: path) { () throws(SystemError) in
            let own = try own()
            // An empty file is never half written: without a part file, deletions side by side share one mark.
            let mark = try FileDescriptor.file(
                "\(name).deleting", in: own, flags: O_WRONLY | O_CREAT, mode: 0o640)
            try mark.sync(named: "\(name).deleting")
            try own.sync(named: Self.manifestFolder)
        }
    }

    func unmarkDeletion(of name: StoredName) throws(BackupError) { try removeOwn("\(name).deleting") }

    func markedDeletions() throws(BackupError) -> [StoredName] { try ownNames(endingIn: ".deleting") }

    // MARK: The service's own folder

    private func own() throws(SystemError) -> FileDescriptor {
        try FileDescriptor.folder(Self.manifestFolder, madeIn: folder)
    }

    private func ownNames(endingIn suffix: String) throws(BackupError) -> [StoredName] {
        try storing(in: path) { () throws(SystemError) in
            try own().names().filter { $0.hasSuffix(suffix) }.compactMap { StoredName($0.dropLast(suffix.count)) }
        }
    }

    /// Writes a small file whole or not at all, over one of that name.
    private func save(_ bytes: [UInt8], as name: String) throws(BackupError) {
        let file = try storing(in: path) { () throws(SystemError) in
            try AtomicFile(named: name, in: own(), path: "\(path)/\(Self.manifestFolder)")
        }
        defer { file.discard() }
        try file.write(bytes.span.bytes)
        try file.sync()
        try file.commit(replacing: true)
    }

    private func removeOwn(_ name: String) throws(BackupError) {
        try storing(in: path) { () throws(SystemError) in
            let own = try own()
            try own.unlink(name)
            try own.sync(named: Self.manifestFolder)
        }
    }
}
