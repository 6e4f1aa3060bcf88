import BackupCore
import Glibc
import Posix
import TestSupport
import Testing

@testable import MySQL

/// Backups come back, or leave no trace.
@Suite(.enabled(if: RealDump.isInstalled, "needs mariadbd and a dump program"))
struct RestoreTests {
    private let world: RestoreWorld

    init() throws { world = try RestoreWorld() }

    @discardableResult
    private func restore(
        _ backup: Backup, into database: TestDatabase, force: Bool = false, by client: RestoreClient? = nil
    ) throws -> Restoration {
        try world.restorer(on: database, by: client).restore(
            backup, into: database.name, options: RestoreOptions(force: force), reporting: DumpProgress())
    }

    private func ugly() throws -> TestDatabase {
        let home = try TestDatabase(named: "ugly")
        try home.run(file: TestDatabase.data + "/ugly.sql")
        return home
    }

    @Test func `the ugly schema comes back, object for object and row for row`() throws {
        let home = try ugly()
        try home.run(
            "CREATE TRIGGER `\(home.name)`.qualified BEFORE INSERT ON `\(home.name)`.kinds FOR EACH ROW SET NEW.t = 1")
        let before = try Inventory(of: home)
        let backup = try world.backUp(home)
        let empty = try TestDatabase(named: "restored")

        let drill = try world.restorer(on: home).drill(backup, stripsDefiners: false, reporting: DumpProgress())
        let restoration = try restore(backup, into: empty)

        let after = try Inventory(of: empty)
        #expect(after.checksums == before.checksums)
        #expect(after.objects == before.objects)
        #expect(!before.checksums.contains { $0.hasSuffix("\tNULL") })
        #expect(restoration.census == drill.census)
        #expect(drill.proof == .values)
        #expect(drill.rows == 52)
        #expect(try home.run("SHOW DATABASES LIKE 'backupd\\_drill\\_%'") == "")
        #expect(try Inventory(of: home).objects == before.objects, "the live database is what it was")
        let manifest = try #require(backup.file.flatMap { world.storage.contents.manifests[$0] })
        #expect(manifest.restoredAt != nil && manifest.restoreSeconds != nil)
    }
}
