import BackupCore
import Posix
import TestSupport
import Testing

@testable import MySQL

/// The dump program that is installed, at work on a test's database.
struct RealDump {
    private let program: MySQLDump

    static let client = Result { () throws(SystemError) in
        try DumpClient.find(nil, searching: ["/usr/local/bin", "/usr/bin"])
    }

    /// Whether there is a server and a client to dump it with.
    static var isInstalled: Bool {
        // A client that cannot be found is one that is not installed.
        PrivateServer.isInstalled && (try? client.get()) != nil
    }

    init(of place: DatabaseServer, by client: DumpClient? = nil) throws {
        program = MySQLDump(
            of: Database(server: place), by: try client ?? Self.client.get(), stallTimeout: .seconds(30),
            cancellation: try Cancellation())
    }

    /// Plans and dumps; `body` reads the text.
    @discardableResult
    func dump(
        _ body: (inout any ByteSource & ~Copyable) throws(BackupError) -> Void
    ) throws(BackupError) -> (plan: DumpPlan, contents: DumpContents) {
        let plan = try program.plan()
        return (plan, try program.dump(plan, under: SteadyLock(), reporting: DumpProgress(), body))
    }

    /// The whole text, in memory, found to hold the whole schema.
    func text() throws(BackupError) -> (text: String, description: DumpDescription) {
        let sink = CollectingSink()
        let (plan, contents) = try dump { source throws(BackupError) in
            _ = try PlainCompressor().compress(&source, into: sink)
        }
        if let flaw = contents.flaw(expecting: plan.census) { throw .dumpFailed(reason: flaw) }
        return (String(decoding: sink.bytes, as: UTF8.self), plan.description)
    }
}
