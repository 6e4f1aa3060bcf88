import BackupCore

/// The tables of Laravel, Sanctum and spatie that the service reads and writes, with the columns it names.
struct ExpectedSchema {
    let tables: [(name: String, columns: [String])]

    init(teamColumn: String?) {
        let team = teamColumn.map { [$0] } ?? []
        tables = [
            (
                "database_backups",
                ["id", "filename", "disk", "path", "size_bytes", "created_by", "created_at", "updated_at"]
            ),
            ("users", ["id", "name"] + (teamColumn == nil ? [] : ["company_id"])),
            (
                "personal_access_tokens",
                [
                    "id", "tokenable_type", "tokenable_id", "token", "last_used_at", "expires_at", "created_at",
                    "updated_at",
                ]
            ),
            ("permissions", ["id", "name", "guard_name"]),
            ("roles", ["id"]),
            ("role_has_permissions", ["permission_id", "role_id"]),
            ("model_has_permissions", ["permission_id", "model_id", "model_type"] + team),
            ("model_has_roles", ["role_id", "model_id", "model_type"] + team),
        ]
    }

    /// What is missing, as `table` or `table.column`; what the account may not see is missing too.
    func missing(in connection: Connection) throws(MySQLError) -> [String] {
        let rows = try connection.query(
            """
            SELECT TABLE_NAME, COLUMN_NAME FROM information_schema.COLUMNS WHERE \(DatabaseContents.isHere("TABLE_SCHEMA"))
            """)
        var present: [String: Set<String>] = [:]
        for row in rows { present[row[0] ?? "", default: []].insert((row[1] ?? "").lowercased()) }
        return tables.flatMap { table -> [String] in
            guard let columns = present[table.name] else { return [table.name] }
            return table.columns.filter { !columns.contains($0.lowercased()) }.map { "\(table.name).\($0)" }
        }
    }

    /// What the service writes, and the right it takes; EXPLAIN asks for the right and changes nothing.
    static let writes = [
        ("INSERT ON database_backups", "INSERT INTO database_backups (filename, path) VALUES ('', '')"),
        ("DELETE ON database_backups", "DELETE FROM database_backups WHERE id = 0"),
        ("UPDATE ON personal_access_tokens", "UPDATE personal_access_tokens SET last_used_at = NULL WHERE id = 0"),
    ]

    /// The rights of these that the account lacks.
    static func missingWrites(in connection: Connection) throws(MySQLError) -> [String] {
        var missing: [String] = []
        for (right, statement) in writes {
            do throws(MySQLError) {
                _ = try connection.column(of: "EXPLAIN \(statement)")
            } catch  where error.isDenied {
                missing.append(right)
            }
        }
        return missing
    }
}
