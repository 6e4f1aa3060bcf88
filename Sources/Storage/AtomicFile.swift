import BackupCore
import Glibc
import Posix
import Synchronization

/// A file that appears under its name only when it is whole.
///
/// Bytes go to `.<name>.part`; `sync` puts them on the disk; `commit` gives them the name, which fails rather than take
/// it from another file, and syncs the folder. Whoever drops it without `commit` leaves nothing; a crash leaves the
/// part file, which the next create sweeps away.
final class AtomicFile: PartFile {
    private let name: String
    private let partName: String
    /// For messages.
    private let path: String
    private let folder: FileDescriptor
    /// Open while bytes are written; nil once they are safe.
    private let file: Mutex<Part?>
    private let isPending = Mutex(true)
    private let hasReserve = Mutex(false)

    /// The file while it is open.
    ///
    /// What is written goes to the disk while more is made, so that the sync at the end has little to wait for.
    private struct Part: ~Copyable {
        let file: FileDescriptor
        /// Bytes that were written, and those of them that the kernel was asked to send to the disk.
        private var (written, sent): (Int64, Int64) = (0, 0)

        /// Bytes after which it is asked again.
        private static let window: Int64 = 8 * 1024 * 1024

        init(file: consuming FileDescriptor) { self.file = file }

        mutating func write(_ bytes: RawSpan, named name: String) throws(SystemError) {
            try file.writeAll(bytes, named: name)
            written += Int64(bytes.byteCount)
            guard written - sent >= Self.window else { return }
            file.startWriteback(from: sent, count: written - sent)
            sent = written
        }
    }

    /// The name a part file was to get; nil when this is the name of none.
    static func target(ofPart name: String) -> StoredName? {
        guard name.hasPrefix("."), name.hasSuffix(".part") else { return nil }
        return StoredName(name.dropFirst().dropLast(".part".count))
    }

    init(named name: String, in folder: borrowing FileDescriptor, path: String) throws(SystemError) {
        self.name = name
        self.path = path
        partName = ".\(name).part"
        self.folder = try FileDescriptor(opening: ".", in: folder, flags: O_RDONLY | O_DIRECTORY)
        let part = try FileDescriptor(
            opening: partName, in: folder, flags: O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: 0o640)
        // Whatever the umask: nginx reads it through the group, nobody else does.
        guard fchmod(part.rawValue, 0o640) == 0 else { throw SystemError("chmod", partName) }
        file = Mutex(Part(file: part))
    }

    deinit { discard() }

    func room() throws(BackupError) -> Room {
        try storing(in: path) { () throws(SystemError) in
            let space = try folder.space(named: path)
            return Room(freeBytes: space.free, totalBytes: space.total)
        }
    }

    func reserve(_ bytes: Int64) throws(BackupError) {
        try withPart("fallocate") { part throws(SystemError) in try part.file.reserve(bytes, named: partName) }
        hasReserve.withLock { $0 = true }
    }

    func write(_ bytes: RawSpan) throws(BackupError) {
        try withPart("write") { part throws(SystemError) in try part.write(bytes, named: partName) }
    }

    /// Lends the open file; where `body` fails it stays closed, because nothing may follow what was not written.
    private func withPart(
        _ call: String, _ body: (inout Part) throws(SystemError) -> Void
    ) throws(BackupError) {
        try storing(in: path) { () throws(SystemError) in
            try file.withLock { file throws(SystemError) in
                guard var part = file.take() else { throw SystemError(call, partName, code: EBADF) }
                try body(&part)
                file = consume part
            }
        }
    }

    func sync() throws(BackupError) {
        try storing(in: path) { () throws(SystemError) in
            guard let part = file.withLock({ $0.take() }) else {
                throw SystemError("fsync", partName, code: EBADF)
            }
            let file = part.file
            if hasReserve.withLock({ $0 }) { try file.releaseReserve(named: partName) }
            try file.sync(named: partName)
            // The database on the same machine has better use for the memory.
            posix_fadvise(file.rawValue, 0, 0, POSIX_FADV_DONTNEED)
            try file.close(named: partName)
        }
    }

    func commit() throws(BackupError) { try commit(replacing: false) }

    /// Gives the file its name; one of that name goes only when `replacing` says so.
    func commit(replacing: Bool) throws(BackupError) {
        precondition(file.withLock { $0 == nil }, "a part file is synced before it is committed")
        try storing(in: path) { () throws(SystemError) in
            try folder.rename(partName, to: name, replacing: replacing)
            isPending.withLock { $0 = false }
            do throws(SystemError) {
                try folder.sync(named: path)
            } catch {
                // The name may not outlive a crash, so nobody may be told of it.
                if !replacing { try folder.unlink(name) }
                throw error
            }
        }
    }

    func discard() {
        isPending.withLock { isPending in
            // What cannot be unlinked now is swept by name before the next create.
            if isPending { unlinkat(folder.rawValue, partName, 0) }
            isPending = false
        }
    }
}
