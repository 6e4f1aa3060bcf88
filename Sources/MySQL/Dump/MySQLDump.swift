package import BackupCore
package import Posix

/// The dump of a database by its own client program.
package struct MySQLDump: Dumper {
    private let database: Database
    private let client: DumpClient
    /// How long the program may be silent before it is taken for stuck; there is no limit on the whole.
    private let stallTimeout: Duration
    private let cancellation: Cancellation

    package init(of database: Database, by client: DumpClient, stallTimeout: Duration, cancellation: Cancellation) {
        self.database = database
        self.client = client
        self.stallTimeout = stallTimeout
        self.cancellation = cancellation
    }

    package func plan() throws(BackupError) -> DumpPlan {
        try makeSureOfPrivileges()
        let contents = try asking { () throws(MySQLError) in
            try database.read { connection throws(MySQLError) in try DatabaseContents(of: connection) }
        }
        let description = DumpDescription(
            database: database.server.database, serverVersion: contents.serverVersion, clientVersion: client.version,
            options: DumpOptions.options(for: contents))
        return DumpPlan(description: description, census: contents.census, dataBytes: contents.dataBytes)
    }

    package func dump(
        _ plan: DumpPlan, under lock: any HeldLock, reporting progress: DumpProgress,
        _ body: (inout any ByteSource & ~Copyable) throws(BackupError) -> Void
    ) throws(BackupError) -> DumpContents {
        let options = DumpOptions(server: database.server, client: client, options: plan.description.options)
        // The compressor gets the stream as a source of bytes and no more; what it found is left here at its end.
        let finding = DumpFinding()
        var stream: any ByteSource & ~Copyable
        do throws(SystemError) {
            stream = try DumpStream(
                of: options, watch: DumpWatch(stallTimeout: stallTimeout, cancellation: cancellation, lock: lock),
                progress: progress, finding: finding)
        } catch {
            throw .dumpFailed(reason: "the dump program could not be started: \(error)")
        }
        try body(&stream)
        // Only the read that meets the end proves a dump: one that nobody made would pass a piece for the whole.
        guard let contents = finding.contents else { throw .dumpFailed(reason: "its text was not read to the end") }
        return contents
    }

    /// The server hides what the account may not see, and the dump would leave it out without a word.
    private func makeSureOfPrivileges() throws(BackupError) {
        let (privileges, canReadRoutineTable) = try asking { () throws(MySQLError) in
            try database.read { connection throws(MySQLError) in
                let privileges = try DumpPrivileges(of: connection, database: database.server.database)
                do throws(MySQLError) {
                    _ = try connection.column(of: "SELECT name FROM mysql.proc LIMIT 0")
                    return (privileges, true)
                } catch  where !error.isConnectionLost {
                    // Not granted, or a server that has no such table any more.
                    return (privileges, false)
                }
            }
        }
        let missing = privileges.missing(canReadRoutineTable: canReadRoutineTable)
        guard !missing.isEmpty else { return }
        let list = missing.joined(separator: ", ")
        throw .dumpFailed(
            reason: """
                the account '\(database.server.user)' may not see everything in '\(database.server.database)', and what it \
                may not see would be missing without a word
                hint: grant it on the whole database: \(list)
                """)
    }
}
