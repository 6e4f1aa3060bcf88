import BackupCore
import FoundationEssentials
import Posix
import TestSupport
import Testing

@testable import MySQL

@Suite(.enabled(if: PrivateServer.isInstalled, "needs mariadbd"))
struct BackupsTableTests {
    /// Set once: libc knows one zone at a time, and other zones have processes of their own, in `LocalTimesTests`.
    private static let utc = LocalTime(zone: "UTC")

    private let home: TestDatabase
    private let table: BackupsTable

    init() throws {
        home = try TestDatabase.withFixture()
        table = BackupsTable(in: Database(server: home.place), localTime: try #require(Self.utc))
    }

    @Test func `a creator is who has the id, unless he is soft-deleted or gone`() throws {
        let owner = Backup.Creator(id: 1, name: "Owner One")
        let admin = Backup.Creator(id: 2, name: "أحمد \"Admin\" <b>O'Neil & Sons</b> 😀 / x")

        let backups = try table.all().sorted { $0.id < $1.id }

        #expect(backups.map(\.creator) == [owner, nil, nil, admin, admin])
        // The third was made by user 7, who is soft-deleted; the row still says so.
        #expect(backups.map(\.createdBy) == [1, nil, 7, 2, 2])
    }

    @Test func `an inactive creator is shown`() throws {
        try home.run("UPDATE database_backups SET created_by = 8 WHERE id = 1")

        #expect(try table.find(1)?.creator == Backup.Creator(id: 8, name: "Inactive Eight"))
    }

    @Test func `every user is shown where users cannot be soft-deleted`() throws {
        try home.run("ALTER TABLE users DROP COLUMN deleted_at")

        #expect(try table.find(3)?.creator == Backup.Creator(id: 7, name: "Soft Deleted Seven"))
    }

    @Test func `a column that vanishes during service is no failure`() throws {
        #expect(try table.find(3)?.creator == nil)

        try home.run("ALTER TABLE users DROP COLUMN deleted_at")

        #expect(try table.find(3)?.creator?.name == "Soft Deleted Seven")
        #expect(try table.page(size: 5, offset: 0).backups[2].creator?.name == "Soft Deleted Seven")
    }

    @Test func `a creator who is gone by the time of the insert is recorded as none`() throws {
        let backup = NewBackup(file: .sample("x.gz"), sizeInBytes: 1, createdBy: 4711, createdAt: .sample)

        let id = try table.insert(backup)

        let found = try #require(try table.find(id))
        #expect(found.createdBy == nil)
        #expect(found.creator == nil)
        #expect(try home.run("SELECT COUNT(*) FROM database_backups WHERE filename = 'x.gz'") == "1\n")
    }

    @Test func `a creator who is there is recorded`() throws {
        let id = try table.insert(
            NewBackup(file: .sample("x.gz"), sizeInBytes: 1, createdBy: 2, createdAt: .sample))

        #expect(try table.find(id)?.createdBy == 2)
    }

    @Test func `rows without a time come last, and have none`() throws {
        try home.run("UPDATE database_backups SET created_at = NULL, updated_at = NULL WHERE id = 4")

        let backups = try table.page(size: 10, offset: 0).backups

        #expect(backups.map(\.id) == [5, 3, 2, 1, 4])
        #expect(backups[4].createdAt == nil)
        #expect(backups[4].updatedAt == nil)
    }

    @Test func `a size past a signed 64-bit number shows as the largest of them`() throws {
        try home.run("UPDATE database_backups SET size_bytes = 18446744073709551615 WHERE id = 1")

        #expect(try table.find(1)?.sizeInBytes == Int64.max)
    }

    @Test func `finds a name's own bytes among those the collation takes for equal`() throws {
        try home.run(
            """
            UPDATE database_backups SET path = 'backups/a.gz' WHERE id = 1;
            UPDATE database_backups SET path = 'backups/A.gz' WHERE id = 2;
            UPDATE database_backups SET path = 'backups/ä.gz' WHERE id = 3;
            UPDATE database_backups SET path = 'backups/a.gz ' WHERE id = 4;
            """)

        #expect(try table.ids(of: .sample("a.gz")) == [1])
        #expect(try table.ids(of: .sample("A.gz")) == [2])
        #expect(try table.ids(of: .sample("ä.gz")) == [3])
    }

    @Test func `a table that is not there is the catalog's failure, a server that is gone is not`() throws {
        try home.run("SET FOREIGN_KEY_CHECKS=0; DROP TABLE database_backups")
        let error = #expect(throws: BackupError.self) { try table.all() }
        #expect(error?.description.contains("database_backups' doesn't exist [1146]\nhint: ") == true)
        #expect(error?.description.hasPrefix("the backup catalog could not be used: prepare 'SELECT b.id") == true)

        try home.run("DROP DATABASE `\(home.name)`")
        let fresh = BackupsTable(in: Database(server: home.place), localTime: try #require(Self.utc))
        let gone = #expect(throws: BackupError.self) { try fresh.all() }
        let words = "Unknown database '\(home.name)' [1049]"
        let hint = "hint: if it is lost: 'backupctl restore FILE --into DATABASE' asks no catalog"
        #expect(gone == .databaseUnavailable(reason: "connect to \(home.place.place): \(words)\n\(hint)"))
    }
}
