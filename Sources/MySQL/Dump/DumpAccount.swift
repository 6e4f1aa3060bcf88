import BackupCore

/// What the dump's account may not see of the database, as the server tells it.
struct DumpAccount {
    /// In the words of a GRANT.
    let missing: [String]
    /// Tables and views it knows of, but may not read.
    let unreadable: [String]

    init(of connection: Connection) throws(MySQLError) {
        let database = try connection.column(of: "SELECT DATABASE()").first ?? ""
        let privileges = DumpPrivileges(
            grants: try Self.grants(in: connection), database: database,
            wildcards: try connection.query("SHOW VARIABLES LIKE 'partial_revokes'").first?[1] != "ON")
        var missing = privileges.missing(canReadRoutineTable: try Self.canReadRoutineTable(in: connection))
        // Listed, but the text is for others: the dump program ends at it.
        let withoutText = try connection.column(
            of: """
                SELECT ROUTINE_NAME FROM information_schema.ROUTINES
                WHERE ROUTINE_SCHEMA = DATABASE() AND ROUTINE_DEFINITION IS NULL
                """)
        if !withoutText.isEmpty, !missing.contains(DumpPrivileges.routines) { missing.append(DumpPrivileges.routines) }
        self.missing = missing
        if missing.contains("SELECT") {
            let tables = try connection.column(
                of: "SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() ORDER BY 1")
            unreadable = tables.filter { !privileges.readableTables.contains($0) }
        } else {
            unreadable = []
        }
    }

    /// - Throws: ``BackupError/dumpFailed(reason:)`` with the missing rights, because the dump would lack without a
    ///   word what the account may not see.
    func refuse(on server: DatabaseServer) throws(BackupError) {
        guard !missing.isEmpty else { return }
        var reason = """
            the account '\(server.user)' may not see everything in '\(server.database)', and what it may not see would be \
            missing without a word
            """
        if !unreadable.isEmpty {
            let names = unreadable.prefix(10).map { "'\($0)'" }.joined(separator: ", ")
            reason += "; it may not read \(names)\(unreadable.count > 10 ? " and others" : "")"
        }
        throw .dumpFailed(
            reason: "\(reason)\nhint: grant it on the whole database: \(missing.joined(separator: ", "))")
    }

    /// With the roles that are active in the session.
    private static func grants(in connection: Connection) throws(MySQLError) -> [String] {
        // MariaDB lists the rights of an active role by itself; MySQL, which quotes its names, has to be asked for
        // them.
        guard let roles = try connection.column(of: "SELECT CURRENT_ROLE()").first, roles.hasPrefix("`") else {
            return try connection.column(of: "SHOW GRANTS")
        }
        return try connection.column(of: "SHOW GRANTS FOR CURRENT_USER() USING \(roles)")
    }

    /// Whether MariaDB lets the account see the routines of others.
    private static func canReadRoutineTable(in connection: Connection) throws(MySQLError) -> Bool {
        do throws(MySQLError) {
            _ = try connection.column(of: "SELECT name FROM mysql.proc LIMIT 0")
            return true
        } catch  where !error.isConnectionLost {
            // Not granted, or a server that has no such table any more.
            return false
        }
    }
}
