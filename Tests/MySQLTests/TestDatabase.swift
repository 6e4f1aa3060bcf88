import Posix
import TestSupport

@testable import MySQL

/// A database of a test's own on the private server.
struct TestDatabase {
    let place: DatabaseServer
    private let server: PrivateServer

    private static let clientIsReady: Void = Database.initializeLibrary()

    /// Where the tests' own data lies.
    static let data = "/" + #filePath.split(separator: "/").dropLast(2).joined(separator: "/") + "/Data"

    init(named name: String = "erp") throws {
        Self.clientIsReady
        server = try PrivateServer.running()
        place = Self.place(of: try server.makeDatabase(name), at: server.socketPath)
    }

    /// A database with the ERP's tables and the rows of the recorded contract.
    static func withFixture() throws -> TestDatabase {
        let database = try TestDatabase()
        try database.server.run(file: "\(data)/contract/fixture.sql", in: database.name)
        return database
    }

    /// The same place as seen by any process, such as one that a test exits in.
    static func place(of database: String, at socketPath: String) -> DatabaseServer {
        clientIsReady
        return DatabaseServer(
            host: "localhost", port: 3306, socketPath: socketPath, database: database, user: "root", password: "",
            authoritiesPath: nil, sessionTimeZone: nil)
    }

    var name: String { place.database }

    /// Runs SQL behind the back of whatever is tested, in a session of its own.
    @discardableResult
    func run(_ sql: String) throws -> String { try server.run(sql, in: name) }

    func run(file: String) throws { try server.run(file: file, in: name) }

    func connect() throws(MySQLError) -> Connection { try Connection(to: place) }
}

/// Ends the session behind `connection`, as an administrator or a restart would.
func killSession(of connection: Connection, in database: TestDatabase) throws {
    let id = try connection.query("SELECT CONNECTION_ID()")[0][0] ?? ""
    try database.run("KILL \(id)")
}
