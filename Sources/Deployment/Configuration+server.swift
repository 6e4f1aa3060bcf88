import Glibc
import MySQL

/// The database server, as Laravel names it.
extension Configuration {
    static func server(_ settings: inout Settings) -> DatabaseServer {
        if let connection = settings["DB_CONNECTION"], connection != "mysql", connection != "mariadb" {
            settings.report("DB_CONNECTION", "is '\(connection)'", hint: "only mysql and mariadb can be backed up")
        }
        if settings["DB_URL"] != nil {
            settings.report(
                "DB_URL", "is set", hint: "write it as DB_HOST, DB_PORT, DB_DATABASE, DB_USERNAME, DB_PASSWORD")
        }
        let authorities = settings.absolutePath("MYSQL_ATTR_SSL_CA")
        if let authorities, access(authorities, R_OK) != 0 {
            settings.report(
                "MYSQL_ATTR_SSL_CA", "'\(authorities)' cannot be read",
                hint: "may this account read it, and its folders?")
        }
        return DatabaseServer(
            host: settings["DB_HOST"] ?? "127.0.0.1",
            port: UInt32(settings.integer("DB_PORT", in: 1...65535, default: 3306)),
            socketPath: settings.absolutePath("DB_SOCKET") ?? "",
            database: settings.required("DB_DATABASE", hint: "it is the ERP's database, as in the app's .env"),
            user: settings.required("DB_USERNAME", hint: "it is the database account, as in the app's .env"),
            password: settings["DB_PASSWORD"] ?? "", authoritiesPath: authorities,
            sessionTimeZone: sessionTimeZone(&settings))
    }

    /// The server takes an offset, from -13:59 to +14:00, or a name; whether it knows the name only it can tell.
    private static func sessionTimeZone(_ settings: inout Settings) -> String? {
        guard let zone = settings["BACKUP_DB_TIMEZONE"] else { return nil }
        let isOffset = zone.wholeMatch(of: /\+(0?[0-9]|1[0-3]):[0-5][0-9]|\+14:00|-(0?[0-9]|1[0-3]):[0-5][0-9]/) != nil
        let isName = zone.wholeMatch(of: /[A-Za-z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+)*/) != nil
        if !isOffset, !isName {
            settings.report(
                "BACKUP_DB_TIMEZONE", "'\(zone)' is no time zone of a session",
                hint: "an offset such as +02:00 or a name such as Africa/Cairo, as in the app's config/database.php")
        }
        return zone
    }
}
