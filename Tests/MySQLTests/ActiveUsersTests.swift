import BackupCore
import Posix
import TestSupport
import Testing

@testable import MySQL

/// Who may act is asked of the table as it is now, through sessions that have known it otherwise.
@Suite(.enabled(if: PrivateServer.isInstalled, "needs mariadbd"))
struct ActiveUsersTests {
    private let home: TestDatabase
    private let tokens: SanctumTokens

    init() throws {
        home = try TestDatabase.withFixture()
        let localTime = try #require(LocalTime(zone: "UTC"))
        tokens = SanctumTokens(in: Database(server: home.place), permissions: .ofERP, localTime: localTime)
    }

    private func mayAct(_ name: String) throws -> Bool {
        let plain = try #require(try ContractTokens.all()[name]?.plain)
        let token = try #require(AccessToken(authorization: "Bearer " + plain))
        return try #require(try tokens.find(token, asking: .viewBackups)).user != nil
    }

    @Test func `a deleted and an inactive user may not, an active one may`() throws {
        #expect(try mayAct("owner"))
        #expect(try !mayAct("softdeleted"))
        #expect(try !mayAct("inactive"))
    }

    @Test func `a rule whose column is not there falls away, and comes back with it`() throws {
        try home.run("ALTER TABLE users DROP COLUMN is_active, DROP COLUMN deleted_at")
        #expect(try mayAct("softdeleted"))
        #expect(try mayAct("inactive"))

        try home.run("ALTER TABLE users ADD is_active TINYINT NOT NULL DEFAULT 1, ADD deleted_at TIMESTAMP NULL")
        try home.run("UPDATE users SET is_active = 0 WHERE id = 8; UPDATE users SET deleted_at = NOW() WHERE id = 7")

        #expect(try !mayAct("softdeleted"))
        #expect(try !mayAct("inactive"))
        #expect(try mayAct("owner"))
    }

    @Test func `while the table is away nobody may, and nothing is remembered of that`() throws {
        try home.run("RENAME TABLE users TO away")
        #expect(throws: BackupError.self) { try mayAct("inactive") }
        #expect(throws: BackupError.self) { try mayAct("owner") }

        try home.run("RENAME TABLE away TO users")

        #expect(try !mayAct("inactive"))
        #expect(try mayAct("owner"))
    }
}
