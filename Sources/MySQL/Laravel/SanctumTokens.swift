package import BackupCore
package import FoundationEssentials
package import Posix

/// Sanctum's table `personal_access_tokens`, with the user behind a token and one of his permissions in the same query.
package struct SanctumTokens: TokenStore {
    private let database: Database
    private let permissions: SpatiePermissions
    private let localTime: LocalTime

    package init(in database: Database, permissions: SpatiePermissions, localTime: LocalTime) {
        self.database = database
        self.permissions = permissions
        self.localTime = localTime
    }

    package func find(_ token: AccessToken, asking permission: Permission) throws(BackupError) -> TokenRecord? {
        try asking { () throws(MySQLError) in
            try database.read { connection throws(MySQLError) in
                try connection.query(
                    """
                    SELECT t.id, t.token, t.tokenable_type, t.created_at, t.expires_at, t.last_used_at, u.id, u.name,
                        \(ActiveUsers.mayAct("t.tokenable_id")), \(permissions.condition)
                    FROM \(ActiveUsers.defaults) CROSS JOIN personal_access_tokens t
                    LEFT JOIN users u ON u.id = t.tokenable_id
                    WHERE \(token.id == nil ? "t.token" : "t.id") = ?
                    """, permissions.values(for: permission) + [token.id.map { .integer($0) } ?? .text(token.hash)])
            }
            .first.map(record)
        }
    }

    package func touch(_ id: UInt64, at time: Date) throws(BackupError) {
        let time = Value.text(localTime.text(ofSeconds: Int(time.timeIntervalSince1970)))
        try asking { () throws(MySQLError) in
            _ = try database.write { connection throws(MySQLError) in
                try connection.query(
                    "UPDATE personal_access_tokens SET last_used_at = ?, updated_at = ? WHERE id = ?",
                    [time, time, .integer(id)])
            }
        }
    }

    private func record(_ row: Row) -> TokenRecord {
        let userID: UInt64? = row[8] == "1" ? row.integer(6) : nil
        return TokenRecord(
            id: row.integer(0) ?? 0, hash: row[1] ?? "", ownerType: row[2] ?? "", createdAt: localTime.date(of: row[3]),
            expiresAt: localTime.date(of: row[4]), lastUsedAt: localTime.date(of: row[5]),
            user: userID.map { Identity(userID: $0, userName: row[7] ?? "") }, holdsPermission: row[9] == "1")
    }
}
