package import BackupCore
package import Posix

/// Restores by the server's own client program.
package struct MySQLRestore: RestoreTarget {
    /// Where to restore, and as whom; its database is the app's, which new ones are made like.
    let server: DatabaseServer
    let programs: RestorePrograms
    let cancellation: Cancellation
    let log: Log

    package init(to server: DatabaseServer, by programs: RestorePrograms, cancellation: Cancellation, log: Log) {
        self.server = server
        self.programs = programs
        self.cancellation = cancellation
        self.log = log
    }

    /// The same server, with that database chosen.
    func place(of database: String) -> DatabaseServer {
        var place = server
        place.database = database
        return place
    }

    /// Runs questions in a session of their own: the database at hand may come and go, and the account is another.
    func ask<Result>(
        in database: String = "information_schema", _ body: (Connection) throws(MySQLError) -> Result
    ) throws(BackupError) -> Result {
        do throws(MySQLError) {
            return try answer(in: database, body)
        } catch {
            throw Self.failure(error)
        }
    }

    func answer<Result>(
        in database: String, _ body: (Connection) throws(MySQLError) -> Result
    ) throws(MySQLError) -> Result {
        let session = try Session(with: place(of: database))
        // The session ends with its last use, and its connection must not before it.
        defer { withExtendedLifetime(session) {} }
        return try body(session.connection)
    }

    static func failure(_ error: MySQLError) -> BackupError {
        guard !error.isUnavailable || [1044, 1045].contains(error.code) else { return BackupError(error) }
        return .restoreFailed(reason: ClientComplaints.hinted(error.description, code: error.code))
    }

    /// Nil when there is no such database, or none that the account may see.
    private func collation(of database: String) throws(BackupError) -> String? {
        try ask { connection throws(MySQLError) in
            try connection.query(
                """
                SELECT DEFAULT_COLLATION_NAME FROM information_schema.SCHEMATA
                WHERE SCHEMA_NAME = ? AND CAST(SCHEMA_NAME AS BINARY) = CAST(? AS BINARY)
                """, [.text(database), .text(database)]
            ).first?[0]
        }
    }

    package func look(at database: String) throws(BackupError) -> TargetState? {
        guard let collation = try collation(of: database) else { return nil }
        let census = try ask(in: database) { connection throws(MySQLError) in
            try DatabaseContents(of: connection).census
        }
        return TargetState(census: census, collation: collation)
    }

    package func holding<Result>(
        _ database: String, _ body: () throws(BackupError) -> Result
    ) throws(BackupError) -> Result {
        // The backups' own lock: a dump of what is half restored would agree with its census.
        let lock = DatabaseLock(of: place(of: "information_schema"), named: DatabaseLock.name(for: database))
        do throws(BackupError) {
            return try lock.hold { _ throws(BackupError) in try body() }
        } catch .alreadyRunning {
            throw .restoreFailed(reason: "a backup of '\(database)', or another restore into it, has not ended")
        }
    }

    /// Routines take the collation of the database they are made in: where the app's is at hand, a new one gets that.
    package func make(_ database: String) throws(BackupError) {
        let collation = try collation(of: server.database)
        let like = collation.map { "COLLATE \($0)" } ?? "CHARACTER SET utf8mb4"
        try ask { connection throws(MySQLError) in
            try connection.execute("CREATE DATABASE \(Self.quoted(database)) \(like)")
        }
    }

    package func load(
        into database: String, _ options: LoadOptions, _ body: (any ByteSink) throws(BackupError) -> Void
    ) throws(BackupError) {
        let client = try programs.client()
        let sink: LoadSink
        do throws(SystemError) {
            sink = LoadSink(
                try ClientRun(of: client, on: place(of: database), cancellation: cancellation),
                knowsSandbox: SandboxLine.isKnown(to: client.version), into: database, options)
        } catch {
            throw .restoreFailed(reason: "the client program could not be started: \(error)")
        }
        do throws(BackupError) {
            try sink.ask()
            try body(sink)
            try sink.finish()
            let relocated = sink.relocated.map { "'\($0)'" }
            guard !relocated.isEmpty else { return }
            log.info(
                "tables were made without DATA DIRECTORY and INDEX DIRECTORY, where the live ones lie",
                ["database": database, "tables": relocated.joined(separator: ", ")])
        } catch {
            sink.stop()
            try endSession(sink.sessionID, in: database)
            throw error
        }
    }

    static func quoted(_ name: String) -> String { "`\(name.replacing("`", with: "``"))`" }
}

/// The client programs a restore needs.
package struct RestorePrograms: Sendable {
    /// Nil where there is none.
    private let restore: RestoreClient?
    let dump: DumpClient
    let stallTimeout: Duration

    package init(restore: RestoreClient?, dump: DumpClient, stallTimeout: Duration) {
        self.restore = restore
        self.dump = dump
        self.stallTimeout = stallTimeout
    }

    func client() throws(BackupError) -> RestoreClient {
        if let restore { return restore }
        throw .restoreFailed(
            reason: """
                there is no client program 'mariadb' or 'mysql'
                hint: install mariadb-client or mysql-client, or name the program's path in BACKUP_MYSQL
                """)
    }
}
