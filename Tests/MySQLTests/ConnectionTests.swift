import TestSupport
import Testing

@testable import MySQL

@Suite(.enabled(if: PrivateServer.isInstalled, "needs mariadbd"))
struct ConnectionTests {
    private let database: TestDatabase

    init() throws { database = try TestDatabase() }

    @Test func `speaks utf8mb4, and waits five seconds for a locked row or table`() throws {
        let connection = try database.connect()
        defer { connection.close() }

        let row = try connection.query(
            "SELECT @@character_set_client, @@character_set_connection, @@character_set_results, "
                + "@@innodb_lock_wait_timeout, @@lock_wait_timeout, DATABASE(), @@time_zone = @@global.time_zone")[0]

        #expect((0..<7).map { row[$0] } == ["utf8mb4", "utf8mb4", "utf8mb4", "5", "5", database.name, "1"])
        #expect(connection.serverVersion.contains("MariaDB"))
    }

    @Test func `sets the session's time zone where one is wanted`() throws {
        var place = database.place
        place.sessionTimeZone = "+03:00"
        let connection = try Connection(to: place)
        defer { connection.close() }

        #expect(try connection.query("SELECT @@time_zone")[0][0] == "+03:00")
    }

    @Test func `a time zone the server does not know is an error at once`() throws {
        var place = database.place
        place.sessionTimeZone = "Nowhere/Land"

        let error = #expect(throws: MySQLError.self) { try Connection(to: place) }

        #expect(error?.description == "run 'SET time_zone = ?': Unknown or incorrect time zone: 'Nowhere/Land' [1298]")
    }

    @Test func `says where it could not connect, and why, without the password`() throws {
        var place = database.place
        place.user = "nobody_here"
        place.password = "geheim"

        let refused = #expect(throws: MySQLError.self) { try Connection(to: place) }

        let words = "Access denied for user 'nobody_here'@'localhost' (using password: YES)"
        #expect(refused?.description == "connect to \(place.socketPath), database \(place.database): \(words) [1045]")
        #expect(refused?.isUnavailable == true)

        place.socketPath = "/nonexistent/mysql.sock"
        let absent = #expect(throws: MySQLError.self) { try Connection(to: place) }
        #expect(absent?.code == 2002)
        #expect(absent?.isUnavailable == true)
        #expect(absent?.description.contains("geheim") == false)
    }

    @Test func `a database that is not there is unavailable`() throws {
        var place = database.place
        place.database = "no_such_database"

        let error = #expect(throws: MySQLError.self) { try Connection(to: place) }

        #expect(error?.code == 1049)
        #expect(error?.isUnavailable == true)
    }

    @Test func `knows the key of the last insert`() throws {
        try database.run("CREATE TABLE t (id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY) AUTO_INCREMENT=5000000000")
        let connection = try database.connect()
        defer { connection.close() }

        _ = try connection.query("INSERT INTO t VALUES ()")

        #expect(connection.lastInsertID == 5_000_000_000)
    }

    @Test func `is not alive once the server has ended the session`() throws {
        let connection = try database.connect()
        defer { connection.close() }
        #expect(connection.isAlive)

        try killSession(of: connection, in: database)

        #expect(!connection.isAlive)
    }
}
