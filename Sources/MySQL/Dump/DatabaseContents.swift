import BackupCore

/// What is in the database: which objects, and about how much.
struct DatabaseContents: Sendable, Equatable {
    var serverVersion = ""
    var census = Census()
    /// Any system-versioned table (MariaDB), whose old rows a dump leaves out unless told.
    var hasHistory = false
    /// What the server says the rows take, in bytes: an estimate that may be old.
    var dataBytes: Int64 = 0
}

extension DatabaseContents {
    /// Asks for what the account may see, which is what a dump by it can hold.
    init(of connection: Connection) throws(MySQLError) {
        serverVersion = try connection.query("SELECT VERSION()").first?[0] ?? ""
        let tables = try connection.query(
            """
            SELECT TABLE_NAME, TABLE_TYPE, CAST(DATA_LENGTH AS UNSIGNED) FROM information_schema.TABLES
            WHERE \(Self.isHere("TABLE_SCHEMA"))
            """)
        for row in tables {
            let type = row[1] ?? ""
            if let kind = Self.kind(ofTableType: type) { census.insert(ObjectName(row[0] ?? ""), as: kind) }
            hasHistory = hasHistory || type == "SYSTEM VERSIONED"
            dataBytes += row.integer(2) ?? 0
        }
        try add(.routines, "CONCAT(ROUTINE_TYPE, ' ', ROUTINE_NAME)", "ROUTINES", "ROUTINE_SCHEMA", of: connection)
        try add(.triggers, "TRIGGER_NAME", "TRIGGERS", "TRIGGER_SCHEMA", of: connection)
        try add(.events, "EVENT_NAME", "EVENTS", "EVENT_SCHEMA", of: connection)
    }

    private mutating func add(
        _ kind: Census.Kind, _ name: String, _ table: String, _ schema: String, of connection: Connection
    ) throws(MySQLError) {
        let sql = "SELECT \(name) FROM information_schema.\(table) WHERE \(Self.isHere(schema))"
        for row in try connection.query(sql) { census.insert(ObjectName(row[0] ?? ""), as: kind) }
    }

    /// The names of two databases may differ in case alone; the bytes decide.
    static func isHere(_ column: String) -> String {
        "\(column) = DATABASE() AND CAST(\(column) AS BINARY) = CAST(DATABASE() AS BINARY)"
    }

    /// What a dump makes of a table; nil for what belongs to a session or to the server.
    private static func kind(ofTableType type: String) -> Census.Kind? {
        switch type {
        case "VIEW": .views
        case "SEQUENCE": .sequences
        case "BASE TABLE", "SYSTEM VERSIONED": .tables
        default: nil
        }
    }
}
