package import BackupCore
package import Posix

/// The folder `backups` below the root of Laravel's private disk.
package struct BackupDirectory: BackupStorage {
    /// Absolute; may lead through symbolic links, which are followed anew for each operation.
    package let root: String

    /// Ends reads of backup files, which may take long.
    private let cancellation: Cancellation?

    package init(root: String, cancellation: Cancellation? = nil) {
        self.root = root
        self.cancellation = cancellation
    }

    /// Opens the folder, and makes it where the disk's root has none yet.
    package func open() throws(BackupError) -> any BackupFolder {
        try storing(in: root) { () throws(SystemError) in
            let root = try FileDescriptor(folder: root)
            return OpenFolder(
                folder: try FileDescriptor.folder(StoredName.folder, madeIn: root),
                path: "\(self.root)/\(StoredName.folder)", cancellation: cancellation)
        }
    }
}

/// Runs file operations and gives their errors the port's form.
func storing<Result>(
    in place: String, _ body: () throws(SystemError) -> Result
) throws(BackupError) -> Result {
    do throws(SystemError) {
        return try body()
    } catch {
        let reason = "in '\(place)': \(error)"
        if error.isOutOfSpace { throw .storageFull(reason: reason) }
        throw .storageFailed(reason: reason + (error.isForbidden ? "\nhint: may this account write there?" : ""))
    }
}
