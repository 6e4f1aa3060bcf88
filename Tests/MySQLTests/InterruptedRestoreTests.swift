import BackupCore
import TestSupport
import Testing

@testable import MySQL

/// Restores that are told to stop.
@Suite(.enabled(if: RealDump.isInstalled, "needs mariadbd and a dump program"))
struct InterruptedRestoreTests {
    private let world: RestoreWorld
    private let home: TestDatabase

    init() throws {
        world = try RestoreWorld()
        home = try TestDatabase.withFixture()
    }

    private func canceling(after bytes: Int64) throws -> BackupRestorer {
        let full = try world.restorer(on: home)
        return BackupRestorer(
            storage: world.storage, decompressor: CancelingText(after: bytes, world.cancellation),
            scanner: MySQLDumpScanner(), rowScanner: RowFinder(), target: full.target, now: full.now,
            log: world.recorded.log)
    }

    @Test(arguments: [0, 20_000, 100_000_000])
    func `a drill that is interrupted leaves no database`(after bytes: Int64) throws {
        let backup = try world.backUp(home)

        #expect(throws: BackupError.interrupted) {
            try canceling(after: bytes).drill(backup, stripsDefiners: false, reporting: DumpProgress())
        }

        let dropped = try #require(world.recorded.lines.last { $0.contains("a drill's database was dropped") })
        let name = try #require(dropped.firstMatch(of: /database=(backupd_drill_\w+)/)?.output.1)
        #expect(try home.run("SHOW DATABASES LIKE '\(name)'") == "")
    }

    @Test(arguments: [0, 20_000, 40_000, 100_000_000])
    func `one that is interrupted leaves an empty database empty`(after bytes: Int64) throws {
        try home.run("CREATE TABLE filler (id INT PRIMARY KEY, t TEXT)")
        try home.run("INSERT INTO filler SELECT seq, REPEAT('x', 1000) FROM seq_1_to_3000")
        let backup = try world.backUp(home)
        let empty = try TestDatabase()
        let restorer = try canceling(after: bytes)

        #expect(throws: BackupError.interrupted) {
            try restorer.restore(
                backup, into: empty.name, options: RestoreOptions(), reporting: DumpProgress())
        }

        let sessions = "SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE DB = '\(empty.name)'"
        try waitUntil { try home.run(sessions) == "0\n" }
        #expect(try DatabaseContents(of: empty.connect()).census.count == 0)
    }
}
