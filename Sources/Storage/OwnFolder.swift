import BackupCore
import Glibc
import Posix

/// The service's own folder inside the backup folder: manifests, marks of deletions, the note of
/// the last create, and the list of all names ever given.
struct OwnFolder: ~Copyable {
    private static let name = ".manifests"
    private static let ledger = "names"
    /// How the last create stands.
    private static let note = "last"

    private let folder: FileDescriptor

    /// Opens it, and makes it where the backup folder has none yet.
    init(in backups: borrowing FileDescriptor) throws(SystemError) {
        folder = try FileDescriptor.folder(Self.name, madeIn: backups)
    }

    /// Finds the first candidate that is not taken and was never used before, and notes durably that it is used.
    func reserve(
        unless isTaken: (StoredName) -> Bool, _ candidate: (Int) -> BackupName
    ) throws(SystemError) -> BackupName {
        let ledger = try FileDescriptor.file(Self.ledger, in: folder, flags: O_RDWR | O_CREAT | O_APPEND, mode: 0o640)
        let used = Set(try ledger.text(named: Self.ledger).split(separator: "\n").map(String.init))
        for attempt in 0... {
            let name = candidate(attempt)
            if used.contains(name.file.description) || isTaken(name.file) { continue }
            // On a line of its own even where a full disk cut the last one short.
            try ledger.writeAll("\n\(name.file)\n", named: Self.ledger)
            try ledger.sync(named: Self.ledger)
            try folder.sync(named: Self.name)
            return name
        }
        preconditionFailure("an endless range ended")
    }

    /// The backups for which there is a file of that kind.
    func names(of kind: Kind) throws(SystemError) -> [StoredName] {
        try folder.names().filter { $0.hasSuffix(kind.suffix) }.compactMap {
            StoredName($0.dropLast(kind.suffix.count))
        }
    }

    /// The text of a manifest; nil where there is none.
    func manifest(of name: StoredName) throws(SystemError) -> String? { try text(of: Kind.manifest.file(of: name)) }

    /// The text of the note; nil where there is none, or what is there is no file.
    func note() throws(SystemError) -> String? {
        do throws(SystemError) {
            return try text(of: Self.note)
        } catch  where [EINVAL, ELOOP, ENXIO].contains(error.code) {
            // A folder or pipe, a link, a socket.
            return nil
        }
    }

    /// Bytes of the largest manifest of a database with a hundred thousand tables; what is beyond is none, and damaged.
    private static let largestDocument = 64 * 1024 * 1024

    private func text(of document: String) throws(SystemError) -> String? {
        do throws(SystemError) {
            return try FileDescriptor.file(document, in: folder, flags: O_RDONLY).text(
                named: document, atMost: Self.largestDocument)
        } catch  where error.code == ENOENT {
            return nil
        }
    }

    /// Starts a manifest that is to appear whole or not at all.
    func makeManifest(of name: StoredName, path: String) throws(SystemError) -> AtomicFile {
        try AtomicFile(named: Kind.manifest.file(of: name), in: folder, path: "\(path)/\(Self.name)")
    }

    /// Starts the note anew; what an interrupted create left of one goes, as only the lock's holder writes it.
    func makeNote(path: String) throws(SystemError) -> AtomicFile {
        try folder.sweep(".\(Self.note).part")
        return try AtomicFile(named: Self.note, in: folder, path: "\(path)/\(Self.name)")
    }

    func mark(_ name: StoredName) throws(SystemError) {
        let file = Kind.mark.file(of: name)
        // An empty file is never half written: without a part file, deletions side by side share one mark.
        let mark = try FileDescriptor.file(file, in: folder, flags: O_WRONLY | O_CREAT, mode: 0o640)
        try mark.sync(named: file)
        try folder.sync(named: Self.name)
    }

    func remove(_ kind: Kind, of name: StoredName) throws(SystemError) {
        try folder.unlink(kind.file(of: name))
        try folder.sync(named: Self.name)
    }

    /// Removes the manifests that were never finished; the whole folder is ours, so whatever they were of.
    func sweepParts() throws(SystemError) {
        for part in try folder.names() where AtomicFile.target(ofPart: part) != nil { try folder.sweep(part) }
    }

    /// What there may be of a backup.
    enum Kind: String {
        case manifest = "json"
        case mark = "deleting"

        fileprivate var suffix: String { ".\(rawValue)" }

        fileprivate func file(of name: StoredName) -> String { "\(name)\(suffix)" }
    }
}

extension FileDescriptor {
    /// Removes a part file from this folder; a folder of such a name is not ours, and stays.
    ///
    /// - Returns: whether it went.
    @discardableResult
    func sweep(_ part: String) throws(SystemError) -> Bool {
        do throws(SystemError) {
            try unlink(part)
            return true
        } catch  where error.code == EISDIR {
            return false
        }
    }
}
