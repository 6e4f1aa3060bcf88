import BackupCore
import FoundationEssentials
import Posix
import TestSupport
import Testing

@testable import MySQL

/// Times in the app's zone; each zone in a process of its own, as libc knows but one at a time.
@Suite(.enabled(if: PrivateServer.isInstalled, "needs mariadbd"))
struct LocalTimesTests {
    private static func table(of database: String, at socketPath: String, zone: String) throws -> BackupsTable {
        let place = TestDatabase.place(of: database, at: socketPath)
        return BackupsTable(in: Database(server: place), localTime: try #require(LocalTime(zone: zone)))
    }

    @Test func `the table keeps the contract of a catalog`() async throws {
        let home = try TestDatabase.withFixture()
        try home.run("TRUNCATE TABLE database_backups")
        let (name, socketPath) = (home.name, home.place.socketPath)

        await #expect(processExitsWith: .success) { [name = name as String, socketPath = socketPath as String] in
            try checkContract(of: Self.table(of: name, at: socketPath, zone: "UTC"))
        }
    }

    @Test func `the catalog in memory keeps it too`() throws {
        try checkContract(of: InMemoryCatalog())
    }

    @Test(arguments: [
        ("Asia/Riyadh", "2026-02-23 17:30:00"), ("America/St_Johns", "2026-02-23 11:00:00"),
        ("UTC", "2026-02-23 14:30:00"),
    ])
    func `writes times as text in the app's zone, and reads them back`(zone: String, text: String) async throws {
        let home = try TestDatabase.withFixture()
        let (name, socketPath) = (home.name, home.place.socketPath)

        await #expect(processExitsWith: .success) {
            [name = name as String, socketPath = socketPath as String, zone = zone as String] in
            let table = try Self.table(of: name, at: socketPath, zone: zone)
            let id = try table.insert(
                NewBackup(file: .sample("x.gz"), sizeInBytes: 1, createdBy: 1, createdAt: .sample))
            let found = try #require(try table.find(id))
            #expect(found.createdAt == .sample)
            #expect(found.updatedAt == .sample)
        }

        let written = try home.run("SELECT created_at, updated_at FROM database_backups WHERE filename = 'x.gz'")
        #expect(written == "\(text)\t\(text)\n")
    }

    @Test func `a token's times are in the app's zone`() async throws {
        let home = try TestDatabase.withFixture()
        try home.run("UPDATE personal_access_tokens SET expires_at = '2026-02-23 17:30:00' WHERE id = 1")
        let (name, socketPath) = (home.name, home.place.socketPath)

        await #expect(processExitsWith: .success) { [name = name as String, socketPath = socketPath as String] in
            let tokens = SanctumTokens(
                in: Database(server: TestDatabase.place(of: name, at: socketPath)), permissions: .ofERP,
                localTime: try #require(LocalTime(zone: "Asia/Riyadh")))
            let token = try #require(AccessToken(authorization: "Bearer 1|x"))

            try tokens.touch(1, at: .sample)

            let record = try #require(try tokens.find(token, asking: .viewBackups))
            #expect(record.expiresAt == .sample)
            #expect(record.lastUsedAt == .sample)
        }

        let written = try home.run("SELECT last_used_at, updated_at FROM personal_access_tokens WHERE id = 1")
        #expect(written == "2026-02-23 17:30:00\t2026-02-23 17:30:00\n")
    }
}
