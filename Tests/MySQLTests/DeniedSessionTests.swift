import Posix
import TestSupport
import Testing

@testable import MySQL

/// A right that comes late: a session keeps those that its account had when it was opened.
@Suite(.enabled(if: PrivateServer.isInstalled, "needs mariadbd"))
struct DeniedSessionTests {
    private let home: TestDatabase
    private let account: String
    private let database: Database

    init() throws {
        home = try TestDatabase(named: "denied")
        try home.run("CREATE TABLE t (id INT)")
        account = "'\(home.name)'@'localhost'"
        try home.run("CREATE USER \(account); GRANT CREATE ON `\(home.name)`.* TO \(account)")
        var place = home.place
        place.user = home.name
        database = Database(server: place)
    }

    private func count() throws(MySQLError) -> String? {
        try database.read { connection throws(MySQLError) in try connection.query("SELECT COUNT(*) FROM t")[0][0] }
    }

    private func insert() throws(MySQLError) {
        try database.write { connection throws(MySQLError) in _ = try connection.query("INSERT INTO t VALUES (1)") }
    }

    @Test func `what was denied works as soon as it is granted`() throws {
        #expect(throws: MySQLError.self) { try count() }
        #expect(throws: MySQLError.self) { try insert() }

        try home.run("GRANT SELECT ON `\(home.name)`.* TO \(account)")
        #expect(try count() == "0")
        try home.run("GRANT INSERT ON `\(home.name)`.* TO \(account)")
        try insert()

        #expect(try count() == "1", "a write that was denied is repeated, and carried out once")
        try home.run("DROP USER \(account)")
    }

    @Test func `what stays denied is tried twice and no more`() throws {
        try database.read { connection throws(MySQLError) in _ = try connection.query("SELECT 1") }
        var runs = 0

        let error = #expect(throws: MySQLError.self) {
            try database.read { connection throws(MySQLError) in
                runs += 1
                _ = try connection.query("SELECT * FROM t")
            }
        }

        #expect(error?.code == 1142)
        #expect(runs == 2)
        try home.run("DROP USER \(account)")
    }
}
