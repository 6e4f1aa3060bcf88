import MySQL
import Posix

/// The programs, and what restores need beside all else.
extension Configuration {
    /// A restore makes databases and speaks for others, which an app's account may not.
    static func restoreServer(_ settings: inout Settings, like server: DatabaseServer) -> DatabaseServer {
        var own = server
        if let user = settings["BACKUP_RESTORE_USERNAME"] {
            own.user = user
            own.password = settings["BACKUP_RESTORE_PASSWORD"] ?? ""
        } else if settings["BACKUP_RESTORE_PASSWORD"] != nil {
            settings.report(
                "BACKUP_RESTORE_USERNAME", "is not set, and BACKUP_RESTORE_PASSWORD is",
                hint: "name the account that the password is of")
        }
        return own
    }

    /// Only a program that is named must be there: the service itself does without.
    static func restoreClient(
        _ settings: inout Settings, beside dump: DumpClient?, path: String?
    ) -> RestoreClient? {
        let named = settings.absolutePath("BACKUP_MYSQL")
        guard let dump else { return nil }
        do throws(SystemError) {
            return try RestoreClient.find(named, beside: dump, searching: folders(path))
        } catch {
            guard named != nil else { return nil }
            settings.report(
                "BACKUP_MYSQL", "leads to no client program: \(error)",
                hint: "install mariadb-client or mysql-client, or name the program's path")
            return nil
        }
    }

    /// Takes the passwords out of the environment, once they were read.
    package static func wipeSecrets() {
        for name in ["DB_PASSWORD", "BACKUP_RESTORE_PASSWORD", "BACKUP_TOKEN"] { Environment.wipe(name) }
    }

    static func dumpClient(_ settings: inout Settings, path: String?) -> DumpClient? {
        do throws(SystemError) {
            return try DumpClient.find(settings.absolutePath("BACKUP_MYSQLDUMP"), searching: folders(path))
        } catch {
            settings.report(
                "BACKUP_MYSQLDUMP", "leads to no dump program: \(error)",
                hint: "install mariadb-client or mysql-client, or name the program's path")
            return nil
        }
    }

    private static func folders(_ path: String?) -> [String] {
        (path ?? "/usr/local/bin:/usr/bin:/bin").split(separator: ":").map(String.init)
    }
}
