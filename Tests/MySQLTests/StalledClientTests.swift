import BackupCore
import Glibc
import Posix
import Synchronization
import TestSupport
import Testing

@testable import MySQL

/// Client programs that do nothing any more, and servers that work long.
@Suite(.enabled(if: RealDump.isInstalled, "needs mariadbd and a dump program"))
struct StalledClientTests {
    private let world: RestoreWorld
    private let home: TestDatabase

    init() throws {
        world = try RestoreWorld()
        home = try TestDatabase.withFixture()
    }

    private func restore(_ backup: Backup, into database: TestDatabase, by client: RestoreClient) throws -> Restoration
    {
        try world.restorer(at: database.place, by: client, stallTimeout: .seconds(3)).restore(
            backup, into: database.name, options: RestoreOptions(), reporting: DumpProgress())
    }

    /// The real client behind a script.
    private func client(_ script: String) throws -> FakeProgram {
        try FakeProgram(script.replacing("CLIENT", with: "'\(RestoreWorld.client.get().path)' \"$@\""))
    }

    @Test(
        arguments: [
            ("sleep 600", "the client program did not come to the server within 3.0 seconds, so it was stopped"),
            (
                "{ head -c 200; sleep 600; } | CLIENT",
                "the client program took nothing for 3.0 seconds while the server waited for it, so it was stopped"
            ),
            (
                "head -c 200 | CLIENT; sleep 600",
                "the client program took nothing for 3.0 seconds, and its session is gone, so it was stopped"
            ),
        ])
    func `a client that hangs is given up`(script: String, words: String) throws {
        let backup = try world.backUp(home)
        let program = try client(script)
        let empty = try TestDatabase()

        let error = reason {
            let version = try RestoreWorld.client.get().version
            _ = try restore(backup, into: empty, by: RestoreClient(path: program.path, version: version))
        }

        #expect(error == "the restore failed: \(words)")
        #expect(try program.isGone())
        #expect(try DatabaseContents(of: empty.connect()).census.count == 0)
    }

    @Test func `a statement may take longer than a client may be silent`() throws {
        var backup = try world.backUp(home)
        world.rewrite(&backup) { $0.replacing("-- Dump completed", with: "DO SLEEP(4.5);\n-- Dump completed") }

        let restoration = try restore(backup, into: TestDatabase(), by: RestoreWorld.client.get())

        #expect(restoration.seconds > 4)
    }

    @Test func `a server that cannot be asked is asked again, once`() throws {
        let asked = Counter()
        let watch = ClientWatch(stallTimeout: .zero, cancellation: try Cancellation()) { _ throws(BackupError) in
            asked.count.withLock { $0 += 1 }
            throw .databaseUnavailable(reason: "too many connections")
        }
        var patience = ClientPatience(watch)

        #expect(patience.end(of: 7) == nil)
        #expect(patience.end(of: 7)?.contains("and the server cannot be asked why: ") == true)
        #expect(asked.count.withLock { $0 } == 2)
    }

    @Test func `a number that may not be whole is no session's`() throws {
        let program = try FakeProgram("printf 12; echo yes >\"$0.said\"; read line; echo 3; cat >/dev/null")
        let watch = ClientWatch(stallTimeout: .seconds(20), cancellation: try Cancellation()) { _ in .none }
        var run = try ClientRun(
            of: RestoreClient(path: program.path, version: "fake"), on: home.place, watch: watch)
        try waitUntil { access(program.folder.path(of: "dump.said"), F_OK) == 0 }

        #expect(run.sessionID == nil)
        try run.write(Array("a line\n".utf8).span.bytes)
        try run.finish()

        #expect(run.sessionID == 123)
    }
}

private final class Counter: Sendable {
    let count = Mutex(0)
}
