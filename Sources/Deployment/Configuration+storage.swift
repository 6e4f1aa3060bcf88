import BackupCore
import FoundationEssentials
import Glibc

extension Configuration {
    /// The root of Laravel's `local` disk, in which the folder of the backups lies.
    ///
    /// The folder of the app's `.env` is the app's, by the path given: a link to it from elsewhere leads elsewhere.
    /// Where the folder of the backups is there already, the root may be another's.
    static func storageRoot(_ settings: inout Settings) -> String {
        let inApp = settings.appFile.map { file in
            let path = file.hasPrefix("/") ? file : FileManager.default.currentDirectoryPath + "/" + file
            return String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)]) + "/storage/app/private"
        }
        let root = settings.absolutePath("BACKUP_STORAGE") ?? inApp ?? ""
        let hint = "it is the app's storage/app/private, and this account must be able to write in its folder backups"
        guard !root.isEmpty else {
            settings.report("BACKUP_STORAGE", "is not set", hint: hint)
            return root
        }
        let folder = "\(root)/\(StoredName.folder)"
        let writes = access(folder, F_OK) == 0 ? folder : root
        for (place, rights) in [(root, R_OK | X_OK), (writes, R_OK | W_OK | X_OK)] where access(place, rights) != 0 {
            let reason = String(cString: strerror(errno))
            settings.report("BACKUP_STORAGE", "'\(place)' cannot be used: \(reason)", hint: hint)
            break
        }
        return root
    }
}
