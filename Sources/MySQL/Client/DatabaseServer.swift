/// Where the database is and as whom to use it.
package struct DatabaseServer: Sendable, Equatable {
    package var host: String
    package var port: UInt32
    /// Path of the server's socket; empty for TCP, or for the client library's own default on `localhost`.
    package var socketPath: String
    package var database: String
    package var user: String
    package var password: String
    /// File of the authorities that vouch for the server; with it, TLS is required and checked.
    package var authoritiesPath: String?
    /// What Laravel's `timezone` option sets for the session; nil leaves the server's own.
    package var sessionTimeZone: String?

    package init(
        host: String, port: UInt32, socketPath: String, database: String, user: String, password: String,
        authoritiesPath: String?, sessionTimeZone: String?
    ) {
        self.host = host
        self.port = port
        self.socketPath = socketPath
        self.database = database
        self.user = user
        self.password = password
        self.authoritiesPath = authoritiesPath
        self.sessionTimeZone = sessionTimeZone
    }

    /// For messages: nothing of the password.
    package var place: String {
        socketPath.isEmpty ? "\(host):\(port), database \(database)" : "\(socketPath), database \(database)"
    }
}
