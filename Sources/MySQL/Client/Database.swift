import CMySQL
import Posix

/// The database, with one kept session for each thread that uses it.
///
/// A session that was lost is thrown away and opened anew: connecting takes about as long as a query, repairing takes
/// thought. A read is then repeated once; a write is not, because it may have been carried out. A session keeps the
/// rights that its account had on the database when it was opened, so one that is denied something is thrown away too;
/// what was denied was not carried out, and is repeated.
package struct Database: Sendable {
    package let server: DatabaseServer
    private let sessions = ThreadLocal<Session>()

    package init(server: DatabaseServer) { self.server = server }

    /// Readies libmysqlclient for threads; to be called once, before there are any.
    ///
    /// The C function is `mysql_library_init`, a macro for `mysql_server_init`.
    package static func initializeLibrary() { _ = mysql_server_init(0, nil, nil) }

    /// Runs a read, twice when the session turns out to be lost, or to lack a right.
    func read<Result>(_ body: (Connection) throws(MySQLError) -> Result) throws(MySQLError) -> Result {
        try run(body) { $0.isConnectionLost || $0.isDenied }
    }

    /// Runs a write of one statement, twice when the session turns out to lack a right; a kept session is made sure of
    /// first, as during a long dump it may have been dropped.
    func write<Result>(_ body: (Connection) throws(MySQLError) -> Result) throws(MySQLError) -> Result {
        if let session = sessions.value, !session.connection.isAlive { sessions.value = nil }
        return try run(body) { $0.isDenied }
    }

    /// Runs `body`, and once more in a new session where a kept one fails in a way that allows it.
    private func run<Result>(
        _ body: (Connection) throws(MySQLError) -> Result, repeatingIf allows: (MySQLError) -> Bool
    ) throws(MySQLError) -> Result {
        let isFresh = sessions.value == nil
        do throws(MySQLError) {
            return try run(body)
        } catch {
            guard allows(error), !isFresh else { throw error }
            return try run(body)
        }
    }

    private func run<Result>(_ body: (Connection) throws(MySQLError) -> Result) throws(MySQLError) -> Result {
        let session: Session
        if let kept = sessions.value {
            session = kept
        } else {
            session = try Session(with: server)
            sessions.value = session
        }
        do throws(MySQLError) {
            return try body(session.connection)
        } catch {
            if error.isConnectionLost || error.isDenied { sessions.value = nil }
            throw error
        }
    }
}

/// A thread's use of libmysqlclient, which is told when it ends.
final class Session {
    let connection: Connection

    init(with server: DatabaseServer) throws(MySQLError) {
        _ = mysql_thread_begin()
        do throws(MySQLError) {
            connection = try Connection(to: server)
        } catch {
            mysql_thread_end()
            throw error
        }
    }

    deinit {
        connection.close()
        mysql_thread_end()
    }
}
