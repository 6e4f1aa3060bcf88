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

    @Test func `one column that is not there takes nothing from the rule of the other`() throws {
        try home.run("ALTER TABLE users DROP COLUMN is_active")
        #expect(try !mayAct("softdeleted"))
        #expect(try mayAct("inactive"))
        #expect(try mayAct("owner"))

        try home.run("ALTER TABLE users ADD is_active TINYINT NOT NULL DEFAULT 1, DROP COLUMN deleted_at")
        try home.run("UPDATE users SET is_active = 0 WHERE id = 8")

        #expect(try mayAct("softdeleted"))
        #expect(try !mayAct("inactive"))
    }

    @Test func `a table put in the place of another is asked at once, columns or not`() throws {
        let drop = "SET FOREIGN_KEY_CHECKS = 0; DROP TABLE users; CREATE TABLE users AS"
        try home.run("DROP TABLE database_backups")
        try home.run("CREATE TABLE full AS SELECT * FROM users")
        try home.run("CREATE TABLE plain AS SELECT id, company_id, name FROM users")
        #expect(try !mayAct("inactive"))

        for _ in 1...3 {
            try home.run("\(drop) SELECT * FROM plain")
            #expect(try mayAct("inactive"))
            try home.run("\(drop) SELECT * FROM full")
            #expect(try !mayAct("inactive"))
            #expect(try !mayAct("softdeleted"))
            #expect(try mayAct("owner"))
        }
    }

    @Test func `a session that knew the columns is told when they go, and one that did not when they come`() throws {
        #expect(try !mayAct("inactive"))
        try home.run("UPDATE users SET is_active = 1 WHERE id = 8")
        #expect(try mayAct("inactive"))

        try home.run("ALTER TABLE users DROP COLUMN is_active")
        #expect(try mayAct("inactive"))
        try home.run("ALTER TABLE users ADD is_active TINYINT NOT NULL DEFAULT 0")

        #expect(try !mayAct("inactive"))
        #expect(try !mayAct("owner"), "nobody is active now")
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
