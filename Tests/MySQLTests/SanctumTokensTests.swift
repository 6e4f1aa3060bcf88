import BackupCore
import FoundationEssentials
import Posix
import TestSupport
import Testing

@testable import MySQL

extension SpatiePermissions {
    static let ofERP = SpatiePermissions(userModel: #"App\Models\User"#, guardName: "web", teamColumn: nil)
}

@Suite(.enabled(if: PrivateServer.isInstalled, "needs mariadbd"))
struct SanctumTokensTests {
    private static let utc = LocalTime(zone: "UTC")

    private let home: TestDatabase
    private let tokens: SanctumTokens

    init() throws {
        home = try TestDatabase.withFixture()
        tokens = SanctumTokens(
            in: Database(server: home.place), permissions: .ofERP, localTime: try #require(Self.utc))
    }

    private func find(_ token: String) throws -> TokenRecord? {
        let token = try #require(AccessToken(authorization: "Bearer " + token))
        return try tokens.find(token, asking: .viewBackups)
    }

    @Test func `finds every token of the fixture by its id, with the hash of its secret`() throws {
        let fixture = try ContractTokens.all()
        #expect(fixture.count == 33)

        for (name, token) in fixture {
            let record = try #require(try find(token.plain), "\(name)")
            #expect(record.id == token.id, "\(name)")
            #expect(record.hash == token.sha256, "\(name)")
        }
    }

    @Test func `finds a token without an id by its hash`() throws {
        for (name, token) in try ContractTokens.all() where !token.secret.contains(where: { "|, ".contains($0) }) {
            #expect(try find(token.secret)?.id == token.id, "\(name)")
        }
    }

    @Test func `an id that is wrong does not fall back to the hash`() throws {
        let owner = try #require(try ContractTokens.all()["owner"])

        #expect(try find("999|\(owner.secret)") == nil)
        #expect(try find("18446744073709551615|\(owner.secret)") == nil)
        #expect(try find("2|\(owner.secret)")?.id == 2, "the hash is compared by the caller")
    }

    @Test func `hands over the class as it is written`() throws {
        #expect(try find("1|x")?.ownerType == #"App\Models\User"#)
        #expect(try find("33|x")?.ownerType == #"app\models\user"#)
        #expect(try find("27|x")?.ownerType == #"App\Models\Gone"#)
    }

    @Test func `a user who is gone, soft-deleted or not active is none`() throws {
        #expect(try find("1|x")?.user == Identity(userID: 1, userName: "Owner One"))
        #expect(try find("26|x")?.user == nil, "gone")
        #expect(try find("7|x")?.user == nil, "soft-deleted")
        #expect(try find("8|x")?.user == nil, "not active")
    }

    @Test func `a rule falls away with its column`() throws {
        try home.run("ALTER TABLE users DROP COLUMN deleted_at")
        #expect(try find("7|x")?.user?.userName == "Soft Deleted Seven")
        #expect(try find("8|x")?.user == nil)

        try home.run("ALTER TABLE users DROP COLUMN is_active")
        #expect(try find("8|x")?.user?.userName == "Inactive Eight")
    }

    @Test func `is_active without a value counts as active, and any number but zero`() throws {
        try home.run("ALTER TABLE users MODIFY is_active TINYINT NULL; UPDATE users SET is_active = NULL WHERE id = 8")
        #expect(try find("8|x")?.user?.userID == 8)

        try home.run("UPDATE users SET is_active = -1 WHERE id = 8")
        #expect(try find("8|x")?.user?.userID == 8)
    }

    @Test func `reads the times, and none where there is none`() throws {
        let old = try #require(try find("25|x"))
        #expect(old.createdAt == Date(timeIntervalSince1970: 978_307_200))
        #expect(old.lastUsedAt == Date(timeIntervalSince1970: 978_307_200))
        #expect(old.expiresAt == nil)
        #expect(try find("24|x")?.expiresAt == Date(timeIntervalSince1970: 2_145_916_799))
    }

    @Test func `a touch writes one row only`() throws {
        let others = "SELECT * FROM personal_access_tokens WHERE id <> 3 ORDER BY id"
        let before = try home.run(others)

        try tokens.touch(3, at: .sample)

        #expect(try find("3|x")?.lastUsedAt != nil)
        #expect(try home.run(others) == before)
        #expect(
            try home.run(
                "SELECT last_used_at = updated_at, created_at FROM personal_access_tokens WHERE id = 3")
                == "1\t2026-01-01 00:00:00\n")
    }

    @Test func `a touch of a locked row fails within seconds, as the catalog's failure`() throws {
        let other = try home.connect()
        defer { other.close() }
        try other.execute("BEGIN")
        _ = try other.query("UPDATE personal_access_tokens SET name = 'x' WHERE id = 1")
        let start = ContinuousClock.now

        let error = #expect(throws: BackupError.self) { try tokens.touch(1, at: .sample) }

        #expect(error?.description.contains("[1205]") == true)
        #expect(ContinuousClock.now - start < .seconds(20))
    }
}
