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
        try DumpObstacles(in: database, by: client).refuse()
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
            throw DumpDiagnosis().failure("the dump program could not be started: \(error)")
        }
        try body(&stream)
        // Only the read that meets the end proves a dump: one that nobody made would pass a piece for the whole.
        guard let contents = finding.contents else { throw .dumpFailed(reason: "its text was not read to the end") }
        return contents
    }
}
