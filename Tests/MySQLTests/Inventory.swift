import BackupCore

@testable import MySQL

/// Everything that a database holds, as text without its name.
struct Inventory: Equatable {
    let checksums: [String]
    let objects: [String: String]

    static let queries = [
        "columns": """
        SELECT TABLE_NAME, COLUMN_NAME, COLUMN_TYPE, COLUMN_DEFAULT, IS_NULLABLE, COLLATION_NAME, EXTRA,
        GENERATION_EXPRESSION FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() ORDER BY 1, 2
        """,
        "keys": """
        SELECT TABLE_NAME, INDEX_NAME, SEQ_IN_INDEX, COLUMN_NAME, NON_UNIQUE FROM information_schema.STATISTICS
        WHERE TABLE_SCHEMA = DATABASE() ORDER BY 1, 2, 3
        """,
        "references": """
        SELECT CONSTRAINT_NAME, TABLE_NAME, REFERENCED_TABLE_NAME, UPDATE_RULE, DELETE_RULE
        FROM information_schema.REFERENTIAL_CONSTRAINTS WHERE CONSTRAINT_SCHEMA = DATABASE() ORDER BY 1
        """,
        "views": """
        SELECT TABLE_NAME, DEFINER, SECURITY_TYPE, CHECK_OPTION, CHARACTER_SET_CLIENT, VIEW_DEFINITION
        FROM information_schema.VIEWS WHERE TABLE_SCHEMA = DATABASE() ORDER BY 1
        """,
        "routines": """
        SELECT ROUTINE_NAME, ROUTINE_TYPE, DEFINER, SECURITY_TYPE, SQL_MODE, DTD_IDENTIFIER, ROUTINE_DEFINITION
        FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = DATABASE() ORDER BY 1
        """,
        "triggers": """
        SELECT TRIGGER_NAME, DEFINER, EVENT_OBJECT_TABLE, ACTION_TIMING, EVENT_MANIPULATION, SQL_MODE,
        ACTION_STATEMENT FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = DATABASE() ORDER BY 1
        """,
        "events": """
        SELECT EVENT_NAME, DEFINER, STATUS, INTERVAL_VALUE, INTERVAL_FIELD, STARTS, EVENT_COMMENT, TIME_ZONE,
        EVENT_DEFINITION FROM information_schema.EVENTS WHERE EVENT_SCHEMA = DATABASE() ORDER BY 1
        """,
    ]

    init(of database: TestDatabase) throws {
        func ask(_ sql: String) throws -> String {
            try database.run(sql).replacing(database.name, with: "it")
        }
        let contents = try DatabaseContents(of: database.connect())
        let tables = contents.census[.tables].sorted().map { MySQLRestore.quoted($0.description) }
        checksums = try ask("CHECKSUM TABLE \(tables.joined(separator: ", "))").split(separator: "\n").map(String.init)
        var objects = try Self.queries.mapValues(ask)
        for sequence in contents.census[.sequences].sorted() {
            objects["sequences", default: ""] += try ask("SELECT * FROM \(MySQLRestore.quoted(sequence.description))")
        }
        self.objects = objects
    }
}
