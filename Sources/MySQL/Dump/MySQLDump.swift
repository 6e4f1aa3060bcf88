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

    package func dump(
        _ body: (inout any ByteSource & ~Copyable) throws(BackupError) -> Void
    ) throws(BackupError) -> DumpDescription {
        let contents = try asking { () throws(MySQLError) in
            try database.read { connection throws(MySQLError) in try DatabaseContents(of: connection) }
        }
        let options = DumpOptions(server: database.server, client: client, contents: contents)
        var stream: any ByteSource & ~Copyable
        do throws(SystemError) {
            stream = try DumpStream(of: options, stallTimeout: stallTimeout, cancellation: cancellation)
        } catch {
            throw .dumpFailed(reason: "the dump program could not be started: \(error)")
        }
        try body(&stream)
        try Self.makeSureOfTheEnd(of: &stream)
        return DumpDescription(
            database: database.server.database, serverVersion: contents.serverVersion, clientVersion: client.version,
            options: options.arguments.filter { $0.hasPrefix("--") && !$0.hasPrefix("--defaults-file") && $0 != "--" })
    }

    /// Only the read that meets the end proves a dump: one that nobody made would pass a piece for the whole.
    private static func makeSureOfTheEnd(of stream: inout any ByteSource & ~Copyable) throws(BackupError) {
        var byte: UInt8 = 0
        let count = try withUnsafeMutableBytes(of: &byte) { buffer throws(BackupError) in
            try stream.read(into: buffer)
        }
        guard count == 0 else { throw .dumpFailed(reason: "its text was not read to the end") }
    }
}
