import Posix
import Synchronization
import TestSupport
import Testing

@testable import MySQL

/// The rule for sessions that are lost: a read is repeated once, a write is not.
@Suite(.enabled(if: PrivateServer.isInstalled, "needs mariadbd"))
struct DatabaseTests {
    private let home: TestDatabase
    private let database: Database

    init() throws {
        home = try TestDatabase()
        database = Database(server: home.place)
    }

    private func sessionID() throws -> String? {
        try database.read { connection throws(MySQLError) in try connection.query("SELECT CONNECTION_ID()")[0][0] }
    }

    @Test func `keeps its session from one use to the next`() throws {
        #expect(try sessionID() == sessionID())
    }

    @Test func `a read after the session was killed is repeated in a new one`() throws {
        let old = try sessionID()
        try home.run("KILL \(old ?? "")")

        let new = try sessionID()

        #expect(new != nil)
        #expect(new != old)
    }

    @Test func `a read after the server let an idle session go is repeated`() throws {
        try database.read { connection throws(MySQLError) in
            try connection.execute("SET SESSION wait_timeout = 1")
        }
        let old = try sessionID() ?? ""
        try waitUntil { try home.run("SELECT COUNT(*) FROM information_schema.processlist WHERE id = \(old)") == "0\n" }

        #expect(try sessionID() != old)
    }

    @Test func `a read is repeated only once`() throws {
        _ = try sessionID()
        var runs = 0

        #expect(throws: MySQLError.self) {
            try database.read { connection throws(MySQLError) in
                runs += 1
                try connection.execute("KILL CONNECTION_ID()")
                _ = try connection.query("SELECT 1")
            }
        }

        #expect(runs == 2)
        #expect(try sessionID() != nil, "the next use has a new session")
    }

    @Test func `a read that fails in a session just opened is not repeated`() throws {
        var runs = 0

        #expect(throws: MySQLError.self) {
            try database.read { connection throws(MySQLError) in
                runs += 1
                try connection.execute("KILL CONNECTION_ID()")
                _ = try connection.query("SELECT 1")
            }
        }

        #expect(runs == 1)
    }

    @Test func `a write whose session is lost on the way is not repeated`() throws {
        try home.run("CREATE TABLE t (id INT)")
        _ = try sessionID()
        var runs = 0

        #expect(throws: MySQLError.self) {
            try database.write { connection throws(MySQLError) in
                runs += 1
                _ = try connection.query("INSERT INTO t VALUES (1)")
                try connection.execute("KILL CONNECTION_ID()")
                _ = try connection.query("SELECT 1")
            }
        }

        #expect(runs == 1)
        #expect(try home.run("SELECT COUNT(*) FROM t") == "1\n")
    }

    @Test func `a write after a long pause gets a session that lives`() throws {
        try home.run("CREATE TABLE t (id INT)")
        let old = try sessionID() ?? ""
        try home.run("KILL \(old)")

        try database.write { connection throws(MySQLError) in
            _ = try connection.query("INSERT INTO t VALUES (1)")
        }

        #expect(try home.run("SELECT COUNT(*) FROM t") == "1\n")
    }

    @Test func `a thread's session ends with the thread`() throws {
        let database = database
        let id = Mutex<String?>(nil)
        let thread = try PosixThread(named: "guest") {
            // Asserted below: without a session there is no id.
            let found = try? database.read { connection throws(MySQLError) in
                try connection.query("SELECT CONNECTION_ID()")[0][0]
            }
            id.withLock { $0 = found ?? nil }
        }

        thread.join()

        let session = try #require(id.withLock { $0 })
        #expect(try sessionID() != session)
        let count = "SELECT COUNT(*) FROM information_schema.processlist WHERE id = \(session)"
        try waitUntil { try home.run(count) == "0\n" }
    }

    @Test func `an error of the statement itself is not repeated`() throws {
        _ = try sessionID()
        var runs = 0

        let error = #expect(throws: MySQLError.self) {
            try database.read { connection throws(MySQLError) in
                runs += 1
                _ = try connection.query("SELECT * FROM no_such_table")
            }
        }

        #expect(error?.code == 1146)
        #expect(runs == 1)
    }
}
