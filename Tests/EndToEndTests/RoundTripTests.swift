import TestSupport
import Testing

extension EndToEnd {
    /// The demo's ERP, through backup, download and restore.
    @Suite struct RoundTripTests {
        @Test func `what comes back from a backup is what went in`() throws {
            let server = try Site.shared().stack.socket
            let stack = try Stack { _ in
                ["STACK_MYSQLD_SOCKET": server, "STACK_FIXTURE": Stack.repository + "/Tests/Data/demo.sql"]
            }
            let authorization = ("Authorization", "Bearer \(stack.token)")
            let created = try stack.web.call("POST", "/api/core/backups", [authorization])
            try #require(created.status == 201, "\(created.text)")
            let id = try #require(try JSONValue(parsing: created.body)["data"]["id"].integer)

            let file = try stack.web.call("GET", "/api/core/backups/\(id)/download", [authorization])
            try restore(file.body, into: "\(stack.database)_restored", of: stack)

            for question in Self.questions {
                let original = try ask(question, of: stack.database, at: stack)
                #expect(!original.isEmpty, "\(question)")
                #expect(try ask(question, of: "\(stack.database)_restored", at: stack) == original)
            }
            let tables = try ask(Self.tables, of: stack.database, at: stack)
            #expect(tables.count > 15)
            for table in tables where table != "database_backups" && table != "personal_access_tokens" {
                #expect(
                    try checksum(table, of: "\(stack.database)_restored", at: stack)
                        == checksum(table, of: stack.database, at: stack), "\(table)")
            }
            try stack.sql("DROP DATABASE `\(stack.database)_restored`")
        }

        private func restore(_ bytes: [UInt8], into database: String, of stack: Stack) throws {
            let file = stack.folder + "/saved.sql.gz"
            try stack.sql("CREATE DATABASE `\(database)` CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci")
            try Files.write(bytes, to: file)
            let text = try Program.succeed("gzip", ["-dc", file]).text
            try stack.sql(text, in: database)
        }

        private func ask(_ question: String, of database: String, at stack: Stack) throws -> [String] {
            // Definitions of views name their database.
            try stack.sql(question, in: database).map { $0.replacing("`\(database)`.", with: "") }
        }

        private func checksum(_ table: String, of database: String, at stack: Stack) throws -> [String] {
            try stack.sql("CHECKSUM TABLE `\(table)`", in: database).map { $0.parts(separatedBy: "\t")[1] }
        }

        private static let tables = """
            SELECT TABLE_NAME FROM information_schema.TABLES
            WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE = 'BASE TABLE' ORDER BY 1
            """

        /// Each has an answer in the demo data.
        private static let questions = [
            tables,
            """
            SELECT TABLE_NAME, COLUMN_NAME, ORDINAL_POSITION, COLUMN_TYPE, COLUMN_DEFAULT, EXTRA, CHARACTER_SET_NAME,
                COLLATION_NAME, GENERATION_EXPRESSION
            FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() ORDER BY 1, 3
            """,
            """
            SELECT TABLE_NAME, VIEW_DEFINITION, DEFINER, SECURITY_TYPE, CHECK_OPTION
            FROM information_schema.VIEWS WHERE TABLE_SCHEMA = DATABASE() ORDER BY 1
            """,
            """
            SELECT ROUTINE_NAME, ROUTINE_TYPE, ROUTINE_DEFINITION, DEFINER, SQL_MODE, DTD_IDENTIFIER
            FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = DATABASE() ORDER BY 1
            """,
            """
            SELECT TRIGGER_NAME, EVENT_OBJECT_TABLE, ACTION_TIMING, EVENT_MANIPULATION, ACTION_STATEMENT, DEFINER
            FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = DATABASE() ORDER BY 1
            """,
            """
            SELECT EVENT_NAME, EVENT_DEFINITION, INTERVAL_VALUE, INTERVAL_FIELD, STARTS, STATUS, EVENT_COMMENT, DEFINER
            FROM information_schema.EVENTS WHERE EVENT_SCHEMA = DATABASE() ORDER BY 1
            """,
            "SELECT name, name_ar, HEX(fingerprint), meta FROM customers WHERE name LIKE '%🌙%' LIMIT 5",
            "SELECT name, HEX(checksum), SHA2(body, 256) FROM attachments WHERE name LIKE '%نسخة%' LIMIT 5",
            "SELECT name, ST_AsText(location), BIN(flags) FROM branches",
            "SELECT * FROM best_customers ORDER BY id",
        ]
    }
}
