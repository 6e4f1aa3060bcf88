import BackupCore
import Glibc
import Posix
import TestSupport
import Testing

@testable import MySQL

/// Restores that go wrong.
@Suite(.enabled(if: RealDump.isInstalled, "needs mariadbd and a dump program"))
struct FailedRestoreTests {
    private let world: RestoreWorld
    private let home: TestDatabase

    init() throws {
        world = try RestoreWorld()
        home = try TestDatabase.withFixture()
    }

    private func restore(
        _ backup: Backup, into database: TestDatabase, _ options: RestoreOptions = RestoreOptions()
    ) throws {
        _ = try world.restorer(at: home.place).restore(
            backup, into: database.name, options: options, reporting: DumpProgress())
    }

    private func census(of database: TestDatabase) throws -> Census {
        try DatabaseContents(of: database.connect()).census
    }

    /// A backup whose text breaks off in mid-work with an error of the server's.
    private func broken() throws -> Backup {
        try home.run("CREATE PROCEDURE p() SELECT 1; CREATE VIEW v AS SELECT 1; CREATE SEQUENCE s")
        var backup = try world.backUp(home)
        world.rewrite(&backup) {
            $0.replacing(
                "-- Dump completed",
                with:
                    "CREATE EVENT e ON SCHEDULE EVERY 1 DAY DISABLE DO SELECT 1;\nSELECT * FROM nowhere;\n-- Dump completed"
            )
        }
        return backup
    }

    @Test func `a damaged file touches no database`() throws {
        let backup = try world.backUp(home)
        let file = try #require(backup.file)
        world.storage.contents.files[file]?[500] ^= 1
        let absent = try TestDatabase()
        try absent.run("DROP DATABASE `\(absent.name)`")

        let error = reason { try restore(backup, into: absent) }

        #expect(error.hasPrefix("the backup '\(file)' is damaged: its SHA-256 is "))
        #expect(try home.run("SHOW DATABASES LIKE '\(absent.name)'") == "")
        #expect(!world.recorded.lines.contains { $0.contains("restore started") })
    }

    @Test func `an empty database is empty again, with its own character set`() throws {
        let backup = try broken()
        let empty = try TestDatabase()
        try empty.run("ALTER DATABASE CHARACTER SET latin1 COLLATE latin1_german2_ci")

        let error = reason { try restore(backup, into: empty) }

        #expect(error.hasPrefix("the restore failed: the client program ended with exit status 1"))
        #expect(error.contains(": ERROR 1146 (42S02) at line "))
        #expect(!error.contains("SELECT * FROM"), "a statement may hold rows")
        #expect(try census(of: empty).count == 0)
        #expect(try empty.run("SELECT @@collation_database") == "latin1_german2_ci\n")
    }

    @Test func `a database that was made for it is gone again`() throws {
        let backup = try broken()
        let absent = try TestDatabase()
        try absent.run("DROP DATABASE `\(absent.name)`")

        #expect(throws: BackupError.self) { try restore(backup, into: absent) }

        #expect(try home.run("SHOW DATABASES LIKE '\(absent.name)'") == "")
    }

    @Test func `one that was not empty is said to be half restored`() throws {
        let backup = try broken()
        let used = try TestDatabase()
        try used.run("CREATE TABLE mine (x INT)")

        let error = reason { try restore(backup, into: used, RestoreOptions(force: true)) }

        #expect(
            error.hasSuffix(
                "'\(used.name)' was not empty before and is half restored now: restore over it again with --force before it is used"
            ))
        #expect(try census(of: used)[.tables].contains(ObjectName("mine")))
    }

    @Test func `a drill that fails leaves no database and no note`() throws {
        let backup = try broken()

        #expect(throws: BackupError.self) {
            try world.restorer(on: home).drill(backup, stripsDefiners: false, reporting: DumpProgress())
        }

        let dropped = try #require(world.recorded.lines.last { $0.contains("backupd_drill_") })
        let name = try #require(dropped.firstMatch(of: /database=(backupd_drill_\w+)/)?.output.1)
        #expect(dropped.contains("a drill's database was dropped"))
        #expect(try home.run("SHOW DATABASES LIKE '\(name)'") == "")
    }

    @Test func `a text that would act on another database does not`() throws {
        let other = try TestDatabase()
        try other.run("CREATE TABLE users (x INT)")
        var backup = try world.backUp(home)
        world.rewrite(&backup) {
            $0.replacing(
                "-- Table structure for table `users`",
                with: "USE `\(other.name)`;\n-- Table structure for table `users`")
        }
        let empty = try TestDatabase()

        let error = reason { try restore(backup, into: empty) }

        #expect(error == "the restore failed: its text chooses a database of its own (USE)")
        #expect(try census(of: empty).count == 0)
        #expect(try other.run("SHOW COLUMNS FROM users").hasPrefix("x\t"))
    }
}
