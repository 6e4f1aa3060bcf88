import BackupCore
import Posix
import TestSupport
import Testing

@testable import MySQL

/// The dump program that is installed, at work on a test's database.
struct RealDump {
    let dump: MySQLDump

    static let client = Result { () throws(SystemError) in
        try DumpClient.find(nil, searching: ["/usr/local/bin", "/usr/bin"])
    }

    /// Whether there is a server and a client to dump it with.
    static var isInstalled: Bool {
        // A client that cannot be found is one that is not installed.
        PrivateServer.isInstalled && (try? client.get()) != nil
    }

    init(of place: DatabaseServer) throws {
        dump = MySQLDump(
            of: Database(server: place), by: try Self.client.get(), stallTimeout: .seconds(30),
            cancellation: try Cancellation())
    }

    /// The whole text, in memory.
    func text() throws(BackupError) -> (text: String, description: DumpDescription) {
        let sink = CollectingSink()
        let description = try dump.dump(under: SteadyLock()) { source throws(BackupError) in
            _ = try PlainCompressor().compress(&source, into: sink)
        }
        return (String(decoding: sink.bytes, as: UTF8.self), description)
    }
}
