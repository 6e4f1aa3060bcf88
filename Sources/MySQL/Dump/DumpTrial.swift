package import BackupCore
package import Posix

/// A dump of everything but the rows, made as backups are and thrown away: what it stumbles over, they would.
package struct DumpTrial: Sendable {
    private let database: Database
    private let client: DumpClient
    private let cancellation: Cancellation

    private static let patience = Duration.seconds(60)
    private static let bufferSize = 256 * 1024

    package init(of database: Database, by client: DumpClient, cancellation: Cancellation) {
        self.database = database
        self.client = client
        self.cancellation = cancellation
    }

    /// - Returns: what the text held.
    /// - Throws: ``BackupError/dumpFailed(reason:)`` as a backup would.
    package func run() throws(BackupError) -> Census {
        let contents = try asking { () throws(MySQLError) in
            try database.read { connection throws(MySQLError) in try DatabaseContents(of: connection) }
        }
        let options = DumpOptions(
            server: database.server, client: client, options: DumpOptions.options(for: contents) + ["--no-data"])
        let watch = DumpWatch(stallTimeout: Self.patience, cancellation: cancellation, lock: NoLock())
        let finding = DumpFinding()
        var stream: DumpStream
        do throws(SystemError) {
            stream = try DumpStream(of: options, watch: watch, progress: DumpProgress(), finding: finding)
        } catch {
            throw DumpDiagnosis().failure("the dump program could not be started: \(error)")
        }
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.bufferSize, alignment: 16)
        defer { buffer.deallocate() }
        while finding.contents == nil { _ = try stream.read(into: buffer) }
        if let flaw = finding.contents?.flaw(expecting: contents.census) { throw .dumpFailed(reason: flaw) }
        return contents.census
    }
}

/// A trial keeps nothing, so it may run beside a backup.
private struct NoLock: HeldLock {
    let session: UInt64 = 0
    var loss: String? { nil }
    func confirm() throws(BackupError) {}
}
