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
        let dropped = try #require(world.recorded.lines.last { $0.contains("a drill's database was dropped") })
        let scratch = try #require(dropped.firstMatch(of: /database=(backupd_drill_\w+)/)?.output.1)
        #expect(try home.run("SHOW DATABASES LIKE '\(scratch)'") == "")
        #expect(try Inventory(of: home).objects == before.objects, "the live database is what it was")
        let manifest = try #require(backup.file.flatMap { world.storage.contents.manifests[$0] })
        #expect(manifest.restoredAt != nil && manifest.restoreSeconds != nil)
    }

    @Test func `the app's own tables come back into a database that is made for them`() throws {
        let home = try TestDatabase.withFixture()
        try home.run("ALTER DATABASE COLLATE utf8mb4_turkish_ci")
        let backup = try world.backUp(home)
        let absent = try TestDatabase()
        try absent.run("DROP DATABASE `\(absent.name)`")

        let restoration = try world.restorer(on: home).restore(
            backup, into: absent.name, options: RestoreOptions(), reporting: DumpProgress())

        #expect(try Inventory(of: absent) == Inventory(of: home))
        let collation = "SELECT @@collation_database"
        #expect(try absent.run(collation) == home.run(collation))
        #expect(restoration.left == [])
        #expect(restoration.census == (try DatabaseContents(of: home.connect()).census))
        try absent.run("DROP DATABASE `\(absent.name)`")
    }

    @Test func `a database that holds anything is refused, and stays as it is`() throws {
        let backup = try world.backUp(try TestDatabase.withFixture())
        for object in ["VIEW v AS SELECT 1", "PROCEDURE p() SELECT 1", "EVENT e ON SCHEDULE EVERY 1 DAY DO SELECT 1"] {
            let used = try TestDatabase()
            try used.run("CREATE \(object)")

            #expect(throws: BackupError.notEmpty(database: used.name, objects: 1)) { try restore(backup, into: used) }

            #expect(try DatabaseContents(of: used.connect()).census.count == 1)
        }
    }

    @Test func `with force, what the backup does not hold stays and is told`() throws {
        let home = try TestDatabase.withFixture()
        let backup = try world.backUp(home)
        let used = try TestDatabase()
        try used.run("CREATE TABLE database_backups (x INT); CREATE TABLE mine (x INT); INSERT INTO mine VALUES (5)")

        let restoration = try restore(backup, into: used, force: true)

        #expect(restoration.left == ["table 'mine'"])
        #expect(try used.run("SELECT x FROM mine") == "5\n")
        #expect(try Inventory(of: used).checksums.filter { !$0.hasPrefix("it.mine") } == Inventory(of: home).checksums)
    }

    @Test func `a drill on a restored copy finds the same rows, whatever becomes of the live ones`() throws {
        let home = try TestDatabase.withFixture()
        let backup = try world.backUp(home)
        try home.run("DELETE FROM database_backups; DROP TABLE personal_access_tokens")

        let drill = try world.restorer(on: home).drill(backup, stripsDefiners: false, reporting: DumpProgress())

        #expect(drill.rows > 10)
        #expect(drill.isRecorded)
    }

    @Test func `what killed drills left goes, what others use or made stays`() throws {
        let home = try TestDatabase.withFixture()
        let backup = try world.backUp(home)
        let family = "backupd_drill_\(try home.run("SELECT LOWER(HEX(@@server_id))").filter(\.isHexDigit))_"
        let (left, used) = ("\(family)0123456789abcdef", "\(family)fedcba9876543210")
        let others = ["\(family)mine", "backupd_drill_ffffff_0123456789abcdef"]
        for name in [left, used] + others {
            try home.run("CREATE DATABASE `\(name)`")
        }
        let session = try home.connect()
        _ = try session.query("SELECT GET_LOCK('drill:\(used)', 0)")

        _ = try world.restorer(on: home).drill(backup, stripsDefiners: true, reporting: DumpProgress())

        let found = try home.run("SHOW DATABASES").split(separator: "\n").map(String.init)
        #expect(!found.contains(left))
        #expect(Set(found).isSuperset(of: [used] + others))
        for name in [used] + others { try home.run("DROP DATABASE `\(name)`") }
    }
}
