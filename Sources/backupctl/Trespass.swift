import BackupCore
import Glibc

/// Root at work in another account's backup folder.
///
/// What root makes there belongs to root, and the worker could neither read nor delete it.
struct Trespass: Equatable, CustomStringConvertible {
    let description: String

    /// Nil where nothing speaks against writing.
    init?(on storageRoot: String) {
        var status = stat()
        let folder = "\(storageRoot)/\(StoredName.folder)"
        // Neither is there: whoever opens them says so.
        guard stat(folder, &status) == 0 || stat(storageRoot, &status) == 0 else { return nil }
        self.init(of: geteuid(), on: folder, ownedBy: status.st_uid)
    }

    init?(of user: UInt32, on folder: String, ownedBy owner: UInt32) {
        guard user == 0, owner != 0 else { return nil }
        let name = getpwuid(owner).map { String(cString: $0.pointee.pw_name) } ?? "#\(owner)"
        description = """
            root may not write here: '\(folder)' belongs to '\(name)', who could not use what root makes
            hint: sudo -u '\(name)' backupctl …
            """
    }
}
