import BackupCore
import Posix

/// What a session tells of the server and of itself.
package struct ServerFacts: Sendable, Equatable {
    package let version: String
    /// Protocol and cipher of the session; nil when it is not encrypted.
    package let encryption: String?
    /// How the account proves itself; nil where the server does not say.
    package let plugin: String?
    /// Seconds that the server's clock is ahead of this host's, give or take one.
    package let clockAhead: Double
    /// Such as `SYSTEM (EET)` or `+00:00`.
    package let timeZone: String
    /// Whether clocks are set twice a year in the session's time zone.
    package let hasSummerTime: Bool

    package var isMariaDB: Bool { version.contains("MariaDB") }
}

extension ServerFacts {
    init(of connection: Connection) throws(MySQLError) {
        version = try connection.query("SELECT VERSION()").first?[0] ?? ""
        let status = try connection.query(
            "SHOW SESSION STATUS WHERE Variable_name IN ('Ssl_version', 'Ssl_cipher')")
        let encryption = status.compactMap { $0[1] }.filter { !$0.isEmpty }.sorted(by: >).joined(separator: " ")
        self.encryption = encryption.isEmpty ? nil : encryption
        plugin = Self.plugin(in: connection)

        let before = Machine.now
        let told = try connection.query("SELECT UNIX_TIMESTAMP()").first?[0].flatMap { Double($0) }
        // The server leaves out the fraction.
        clockAhead = (told ?? before) + 0.5 - (before + Machine.now) / 2

        let zones = try connection.query("SELECT @@session.time_zone, @@system_time_zone").first
        let session = zones?[0] ?? ""
        timeZone = session == "SYSTEM" ? "SYSTEM (\(zones?[1] ?? ""))" : session
        let halfYear = try connection.query(
            "SELECT UNIX_TIMESTAMP('2026-07-15 12:00:00') - UNIX_TIMESTAMP('2026-01-15 12:00:00')"
        ).first?[0].flatMap { Double($0) }
        hasSummerTime = halfYear != nil && halfYear != 181 * 86400
    }

    /// Of the statement only the plugin's name is kept: a hash of the password may stand beside it.
    private static func plugin(in connection: Connection) -> String? {
        // Where it cannot be asked, the dump on trial tells whether the program knows the way in.
        guard let text = try? connection.column(of: "SHOW CREATE USER CURRENT_USER()").first else { return nil }
        return plugin(in: text)
    }

    static func plugin(in statement: String) -> String? {
        if statement.contains("IDENTIFIED BY PASSWORD") { return "mysql_native_password" }
        for word in ["IDENTIFIED WITH ", "IDENTIFIED VIA "] {
            guard let start = statement.firstRange(of: word)?.upperBound else { continue }
            let name = statement[start...].drop { $0 == "'" || $0 == "`" }.prefix {
                $0.isLetter || $0.isNumber || $0 == "_"
            }
            if !name.isEmpty { return String(name) }
        }
        return nil
    }
}
