package import BackupCore
package import FoundationEssentials
package import Posix

/// Sanctum's table `personal_access_tokens`, with the user behind a token and one of his permissions in the same query.
package struct SanctumTokens: TokenStore {
    private let database: Database
    private let permissions: SpatiePermissions
    private let localTime: LocalTime

    private let byID: AdaptableQuery
    private let byHash: AdaptableQuery

    package init(in database: Database, permissions: SpatiePermissions, localTime: LocalTime) {
        self.database = database
        self.permissions = permissions
        self.localTime = localTime
        byID = Self.query(by: "id", joining: permissions)
        byHash = Self.query(by: "token", joining: permissions)
    }

    private static func query(by key: String, joining permissions: SpatiePermissions) -> AdaptableQuery {
        ActiveUsers.query { users in
            """
            SELECT t.id, t.token, t.tokenable_type, t.created_at, t.expires_at, t.last_used_at, u.id, u.name,
                \(users.mayAct), \(SpatiePermissions.columns)
            FROM \(users.tables)personal_access_tokens t LEFT JOIN users u ON u.id = t.tokenable_id
            \(permissions.join)
            WHERE t.\(key) = ?
            """
        }
    }

    package func find(_ token: AccessToken, asking permission: Permission) throws(BackupError) -> TokenRecord? {
        try asking { () throws(MySQLError) in
            let key = token.id.map { Value.integer($0) } ?? .text(token.hash)
            let rows = try database.read { connection throws(MySQLError) in
                try connection.query(token.id == nil ? byHash : byID, permissions.values(for: permission) + [key])
            }
            // A row for each way in which the permission is held, or one that holds none.
            guard let first = rows.first else { return nil }
            let isHeld = rows.contains { $0[0] == first[0] && permissions.isGrant($0, of: permission, from: 9) }
            return record(first, holdsPermission: isHeld)
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

    private func record(_ row: Row, holdsPermission: Bool) -> TokenRecord {
        let userID: UInt64? = row[8] == "1" ? row.integer(6) : nil
        return TokenRecord(
            id: row.integer(0) ?? 0, hash: row[1] ?? "", ownerType: row[2] ?? "",
            createdAt: localTime.date(of: row.bytes(3)),
            expiresAt: localTime.date(of: row.bytes(4)), lastUsedAt: localTime.date(of: row.bytes(5)),
            user: userID.map { Identity(userID: $0, userName: row[7] ?? "") }, holdsPermission: holdsPermission)
    }
}
