import BackupCore
import Glibc
import Posix
import Synchronization

/// A file of the operator's own that is there whole or not at all.
final class OutputFile: ByteSink {
    private let path: String
    private let name: String
    private let partName: String
    private let replaces: Bool
    private let folder: FileDescriptor
    private let file: FileDescriptor
    private let isPending = Mutex(true)

    /// Begins a file under another name; one that is there goes only when `replaces` says so.
    init(at path: String, replacing replaces: Bool) throws(BackupError) {
        let slash = path.lastIndex(of: "/")
        name = String(slash.map { path[path.index(after: $0)...] } ?? path[...])
        partName = ".\(name).\(getpid()).part"
        self.path = path
        self.replaces = replaces
        let place = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        do throws(SystemError) {
            let folder = try FileDescriptor(folder: place)
            var status = stat()
            if !replaces, fstatat(folder.rawValue, name, &status, AT_SYMLINK_NOFOLLOW) == 0 {
                throw SystemError("create", path, code: EEXIST)
            }
            file = try FileDescriptor(
                opening: partName, in: folder, flags: O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: 0o600)
            self.folder = folder
        } catch {
            throw Self.failure(error)
        }
    }

    deinit { discard() }

    func write(_ bytes: RawSpan) throws(BackupError) {
        do throws(SystemError) { try file.writeAll(bytes, named: path) } catch { throw Self.failure(error) }
    }

    /// Gives the file its name, once it is on the disk.
    func commit() throws(BackupError) {
        do throws(SystemError) {
            try file.sync(named: path)
            try folder.rename(partName, to: name, replacing: replaces)
            isPending.withLock { $0 = false }
            try folder.sync(named: path)
        } catch {
            throw Self.failure(error)
        }
    }

    /// Removes what was begun; after `commit`, does nothing.
    func discard() {
        isPending.withLock { isPending in
            // What cannot be removed has a name that tells what it is.
            if isPending { unlinkat(folder.rawValue, partName, 0) }
            isPending = false
        }
    }

    private static func failure(_ error: SystemError) -> BackupError {
        .outputFailed(reason: "\(error)" + (error.code == EEXIST ? "\nhint: --force replaces it" : ""))
    }
}
