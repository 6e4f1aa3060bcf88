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

    init(folder: consuming FileDescriptor, path: String, cancellation: Cancellation?) {
        self.folder = folder
        self.path = path
        self.cancellation = cancellation
    }

    func reserve(
        avoiding taken: Set<StoredName>, _ candidate: (Int) -> BackupName
    ) throws(BackupError) -> BackupName {
        try own { own throws(SystemError) in
            let present = Set(try folder.names())
            return try own.reserve(
                unless: { taken.contains($0) || present.contains($0.description) }, candidate)
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

    func room() throws(BackupError) -> Room {
        try storing(in: path) { () throws(SystemError) in
            let space = try folder.space(named: path)
            return Room(freeBytes: space.free, totalBytes: space.total)
        }
    }

    func sweepParts() throws(BackupError) -> [String] {
        try storing(in: path) { () throws(SystemError) in
            let parts = try partNames()
            try OwnFolder(in: folder).sweepParts()
            var swept: [String] = []
            for part in parts where try folder.sweep(part) { swept.append(part) }
            return swept
        }
    }

    func parts() throws(BackupError) -> [String] { try storing(in: path) { () throws(SystemError) in try partNames() } }

    /// In this folder others may have part files of their own.
    private func partNames() throws(SystemError) -> [String] {
        try folder.names().filter { AtomicFile.target(ofPart: $0).flatMap(BackupName.init) != nil }
    }

    // MARK: The service's own folder

    func saveManifest(_ manifest: BackupManifest, of name: StoredName) throws(BackupError) {
        let document = try manifest.encoded()
        let file = try own { own throws(SystemError) in try own.makeManifest(of: name, path: path) }
        defer { file.discard() }
        try file.write(document.span.bytes)
        try file.sync()
        try file.commit(replacing: true)
    }

    func manifest(of name: StoredName) throws(BackupError) -> BackupManifest? {
        guard let text = try own({ own throws(SystemError) in try own.manifest(of: name) }) else { return nil }
        return try BackupManifest(decoding: Array(text.utf8), of: name)
    }

    func removeManifest(of name: StoredName) throws(BackupError) {
        try own { own throws(SystemError) in try own.remove(.manifest, of: name) }
    }

    func manifests() throws(BackupError) -> [StoredName] {
        try own { own throws(SystemError) in try own.names(of: .manifest) }
    }

    func saveNote(_ note: AttemptNote) throws(BackupError) {
        let document = try note.encoded()
        let file = try own { own throws(SystemError) in try own.makeNote(path: path) }
        defer { file.discard() }
        try file.write(document.span.bytes)
        try file.sync()
        try file.commit(replacing: true)
    }

    func note() throws(BackupError) -> AttemptNote? {
        try own { own throws(SystemError) in try own.note() }.flatMap { AttemptNote(decoding: Array($0.utf8)) }
    }

    func markDeletion(of name: StoredName) throws(BackupError) {
        try own { own throws(SystemError) in try own.mark(name) }
    }

    func unmarkDeletion(of name: StoredName) throws(BackupError) {
        try own { own throws(SystemError) in try own.remove(.mark, of: name) }
    }

    func markedDeletions() throws(BackupError) -> [StoredName] {
        try own { own throws(SystemError) in try own.names(of: .mark) }
    }

    private func own<Result>(
        _ body: (borrowing OwnFolder) throws(SystemError) -> Result
    ) throws(BackupError) -> Result {
        try storing(in: path) { () throws(SystemError) in try body(OwnFolder(in: folder)) }
    }
}
