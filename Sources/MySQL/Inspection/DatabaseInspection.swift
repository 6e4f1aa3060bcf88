import BackupCore

/// Looks at the database and changes nothing.
package struct DatabaseInspection: Sendable {
    private let database: Database

    package init(of database: Database) { self.database = database }

    package func facts() throws(MySQLError) -> ServerFacts {
        try database.read { connection throws(MySQLError) in try ServerFacts(of: connection) }
    }

    /// The tables and columns that are missing, as `table` or `table.column`.
    package func missingColumns(teamColumn: String?) throws(MySQLError) -> [String] {
        try database.read { connection throws(MySQLError) in
            try ExpectedSchema(teamColumn: teamColumn).missing(in: connection)
        }
    }

    /// The rights that the account lacks for what the service writes, in the words of a GRANT.
    package func missingWrites() throws(MySQLError) -> [String] {
        try database.read { connection throws(MySQLError) in try ExpectedSchema.missingWrites(in: connection) }
    }

    /// The permissions of the API that the app does not know under this guard.
    package func missingPermissions(guardName: String) throws(MySQLError) -> [String] {
        let rows = try database.read { connection throws(MySQLError) in
            try connection.query("SELECT name FROM permissions WHERE guard_name = ?", [.text(guardName)])
        }
        let present = Set(rows.compactMap { $0[0] })
        return Permission.allCases.map(\.rawValue).filter { !present.contains($0) }
    }

    /// Who holds the lock of the backups; nil when nobody does.
    package func lockHolder() throws(MySQLError) -> LockHolder? {
        let name = DatabaseLock.name(for: database.server.database)
        return try database.read { connection throws(MySQLError) in
            guard let id = try connection.query("SELECT IS_USED_LOCK(?)", [.text(name)]).first?[0] else { return nil }
            let session = try connection.query(
                "SELECT USER, HOST FROM information_schema.PROCESSLIST WHERE ID = ?", [.integer(UInt64(id) ?? 0)]
            ).first
            return LockHolder(session: id, account: session.map { "\($0[0] ?? "")@\($0[1] ?? "")" })
        }
    }
}

/// The session that holds the lock of the backups.
package struct LockHolder: Sendable, Equatable, CustomStringConvertible {
    /// Its number on the server.
    package let session: String
    /// User and host; nil when it is another account's and may not be seen.
    package let account: String?

    package var description: String { "session \(session) of \(account ?? "another account")" }
}

extension MySQLError {
    /// What is usually behind it, and the remedy; nil where that is not known.
    package var hint: String? {
        switch code {
        case 1298:
            """
            the server does not know the zone that BACKUP_DB_TIMEZONE names: load its zones (mysql_tzinfo_to_sql), or give \
            an offset such as +02:00
            """
        default: KnownFailure.hint(for: .complaint(DumpComplaint("session: Error \(code): \(reason)")))
        }
    }
}
