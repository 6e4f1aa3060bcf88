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

    package func ready() throws(BackupError) { _ = try programs.client() }

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
            return try Self.restoring { () throws(BackupError) in
                try lock.hold { _ throws(BackupError) in try body() }
            }
        } catch .alreadyRunning {
            throw .targetBusy(database: database)
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
    ) throws(LoadFailure) {
        let sink: LoadSink
        do throws(BackupError) {
            sink = try feed(database, options)
        } catch {
            throw LoadFailure(error, carriedOut: .nothing)
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
            let session = sink.sessionID
            // Without an answer to the question that comes first, nothing behind it was carried out.
            let extent: LoadFailure.Extent = sink.hasPassedText && session != nil ? .some : .nothing
            throw LoadFailure(error, carriedOut: extent, unended: endSession(session, in: database))
        }
    }

    private func feed(_ database: String, _ options: LoadOptions) throws(BackupError) -> LoadSink {
        let client = try programs.client()
        let watch = ClientWatch(stallTimeout: programs.stallTimeout, cancellation: cancellation) {
            id throws(BackupError) in try activity(of: id)
        }
        do throws(SystemError) {
            return LoadSink(
                try ClientRun(of: client, on: place(of: database), watch: watch),
                knowsSandbox: SandboxLine.isKnown(to: client.version), into: database, options)
        } catch {
            throw .restoreFailed(reason: "the client program could not be started: \(error)")
        }
    }

    /// What restores share with dumps speaks of a dump when it fails; here it did not serve one.
    static func restoring<Result>(_ body: () throws(BackupError) -> Result) throws(BackupError) -> Result {
        do throws(BackupError) {
            return try body()
        } catch .dumpFailed(let reason) {
            throw .restoreFailed(reason: reason)
        }
    }

    static func quoted(_ name: String) -> String { "`\(name.replacing("`", with: "``"))`" }
}
