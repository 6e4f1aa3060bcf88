import TestSupport
import Testing

@testable import MySQL

@Suite(.enabled(if: PrivateServer.isInstalled, "needs mariadbd"))
struct StatementTests {
    private let database: TestDatabase

    init() throws { database = try TestDatabase() }

    private func withConnection<Result>(_ body: (Connection) throws -> Result) throws -> Result {
        let connection = try database.connect()
        defer { connection.close() }
        return try body(connection)
    }

    @Test func `NULL is none, and not the empty text`() throws {
        try withConnection { connection in
            let rows = try connection.query("SELECT NULL, '', ?, ?", [.null, .text("")])

            #expect(rows.map { row in (0..<4).map { row[$0] } } == [[nil, "", nil, ""]])
            #expect(rows[0].integer(0) as Int? == nil)
        }
    }

    @Test(arguments: [0, 1, 511, 512, 513, 70_000, 5_000_000])
    func `a value of any length comes whole`(length: Int) throws {
        try withConnection { connection in
            let text = String(repeating: "x", count: max(length - 1, 0)) + (length > 0 ? "." : "")

            let row = try connection.query("SELECT ?, LENGTH(?), 'after'", [.text(text), .text(text)])[0]

            #expect(row[0] == text)
            #expect(row.integer(1) == length)
            #expect(row[2] == "after")
        }
    }

    @Test(arguments: [
        "😀", "المالك", "Zoë — naïve", "a\u{0}b", "'; DROP TABLE users; --", "\\", "100 % \"quoted\"", "\r\n\t\u{8}",
        "👩‍👩‍👧‍👦 \u{10FFFF}", "e\u{301}",
    ])
    func `text comes back from a column as it went in`(text: String) throws {
        try database.run("CREATE TABLE t (v TEXT CHARACTER SET utf8mb4)")
        try withConnection { connection in
            _ = try connection.query("INSERT INTO t VALUES (?)", [.text(text)])

            let row = try connection.query("SELECT v, HEX(v) FROM t")[0]

            #expect(row[0].map { Array($0.utf8) } == Array(text.utf8))
            #expect(row[1] == text.utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true) }.joined())
        }
    }

    @Test(arguments: [
        "2026-02-23 14:30:00", "0001-01-01 00:00:00", "9999-12-31 23:59:59", "0000-00-00 00:00:00",
        "2026-00-00 00:00:00",
    ])
    func `a time comes as the server writes it, to the second`(text: String) throws {
        try database.run("SET sql_mode = ''; CREATE TABLE t (a DATETIME, b DATETIME(6), c DATETIME)")
        try database.run("SET sql_mode = ''; INSERT INTO t VALUES ('\(text)', '\(text).654321', NULL)")
        try withConnection { connection in
            let select = "SELECT a, b, c, CAST(a AS CHAR), 'after' FROM t"

            let row = try connection.query(select)[0]

            #expect((0..<5).map { row[$0] } == [text, text, nil, text, "after"])
            // The statement stays prepared when the column becomes another.
            try database.run("SET sql_mode = ''; ALTER TABLE t MODIFY a VARCHAR(32)")
            #expect(try connection.query(select)[0][0] == text)
        }
    }

    @Test func `bytes that are no text do not stop a row`() throws {
        try withConnection { connection in
            let row = try connection.query("SELECT X'FF00FE', 'after', REPEAT(X'80', 600)")[0]

            #expect(row[0] == "\u{FFFD}\0\u{FFFD}")
            #expect(row[1] == "after")
            #expect(row[2] == String(repeating: "\u{FFFD}", count: 600))
        }
    }

    @Test func `integers keep all their digits`() throws {
        try withConnection { connection in
            let row = try connection.query(
                "SELECT ?, 9223372036854775807, -9223372036854775808, ?, 1", [.integer(.max), .integer(1 << 63)])[0]

            #expect(row.integer(0) == UInt64.max)
            #expect(row.integer(1) == Int64.max)
            #expect(row.integer(2) == Int64.min)
            #expect(row.integer(3) == UInt64(1) << 63)
            #expect(row.integer(0) as Int64? == nil, "what does not fit is none")
            #expect(row.integer(4) == 1)
        }
    }

    @Test func `fetches every row of a large result, in order`() throws {
        try withConnection { connection in
            let rows = try connection.query("SELECT seq, REPEAT('x', seq % 700) FROM seq_1_to_20000")

            #expect(rows.count == 20_000)
            #expect(rows.map { $0.integer(0) ?? 0 } == Array(1...20_000))
            #expect(rows.allSatisfy { $0[1]?.utf8.count == ($0.integer(0) ?? 0) % 700 })
        }
    }

    @Test func `a statement can be run again with other values`() throws {
        try withConnection { connection in
            let results = try [Value.text("a"), .text(String(repeating: "b", count: 900)), .null, .integer(7)].map {
                try connection.query("SELECT ?", [$0])[0][0]
            }

            #expect(results == ["a", String(repeating: "b", count: 900), nil, "7"])
        }
    }

    @Test func `a failure names the statement and the server's words, never the values`() throws {
        try database.run("CREATE TABLE t (id INT PRIMARY KEY)")
        try withConnection { connection in
            _ = try connection.query("INSERT INTO t VALUES (?)", [.integer(42_424_242)])

            let error = #expect(throws: MySQLError.self) {
                try connection.query("INSERT INTO t (id) VALUES (?)", [.integer(42_424_242)])
            }
            #expect(error?.action == "run 'INSERT INTO t (id) VALUES (?)'")
            #expect(error?.code == 1062)

            let unknown = #expect(throws: MySQLError.self) { try connection.query("SELECT nothing FROM t") }
            #expect(unknown?.action == "prepare 'SELECT nothing FROM t'")
            #expect(unknown?.reason.hasPrefix("Unknown column 'nothing' in ") == true)
            #expect(unknown?.code == 1054)
        }
    }
}
