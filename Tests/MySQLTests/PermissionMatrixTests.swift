import BackupCore
import Posix
import TestSupport
import Testing

@testable import MySQL

/// Every principal of the recorded contract and every permission, against a table written by hand.
@Suite(.enabled(if: PrivateServer.isInstalled, "needs mariadbd"))
struct PermissionMatrixTests {
    private static let utc = LocalTime(zone: "UTC")
    private static let everything = Set(Permission.allCases)

    /// Who holds what; whoever is not named here holds nothing.
    private static let rights: [String: Set<Permission>] = [
        // Through a role.
        "owner": everything, "admin": everything, "manager": [.viewBackups], "tworoles": [.viewBackups],
        // Directly.
        "accountant": [.viewBackups, .downloadBackups], "createonly": [.createBackups],
        "downloadonly": [.downloadBackups], "deleteonly": [.deleteBackups], "viewonly": [.viewBackups],
        // The pivot's class in another case: the collation takes it for equal.
        "crossrole": [.viewBackups],
        // The permission's guard is `web`; that the role's is not does not matter.
        "webpermapirole": [.viewBackups],
        // Not usable, but it is not the permission that is missing.
        "softdeleted": everything, "inactive": everything,
        // More tokens of the owner's; their own class is looked at elsewhere, abilities nowhere.
        "owner_x": everything, "owner_noabilities": everything, "owner_nullabilities": everything,
        "owner_expired": everything, "owner_future": everything, "owner_old": everything, "bad_class": everything,
        "customer_type": everything, "bare": everything, "with_pipe": everything, "with_comma": everything,
        "leading_space": everything, "lower_type": everything,
    ]

    private func permissions(
        of id: UInt64, in home: TestDatabase, _ rules: SpatiePermissions = .ofERP
    ) throws -> Set<Permission> {
        let tokens = SanctumTokens(
            in: Database(server: home.place), permissions: rules, localTime: try #require(Self.utc))
        let token = try #require(AccessToken(authorization: "Bearer \(id)|x"))
        return try Set(
            Permission.allCases.filter { try tokens.find(token, asking: $0)?.holdsPermission == true })
    }

    @Test func `every principal holds what the table says, and nothing else`() throws {
        let home = try TestDatabase.withFixture()
        let fixture = try ContractTokens.all()
        #expect(Set(Self.rights.keys).isSubset(of: fixture.keys))

        for (name, token) in fixture {
            #expect(try permissions(of: token.id, in: home) == Self.rights[name, default: []], "\(name)")
        }
    }

    @Test func `one permission at a time counts for its own operation alone`() throws {
        let home = try TestDatabase.withFixture()
        for (number, permission) in zip(1..., Permission.allCases) {
            try home.run(
                """
                DELETE FROM model_has_permissions WHERE model_id = 6;
                INSERT INTO model_has_permissions VALUES ((SELECT id FROM permissions
                    WHERE name = '\(permission.rawValue)' AND guard_name = 'web'), 'App\\\\Models\\\\User', 6);
                """)
            #expect(try permissions(of: 6, in: home) == [permission], "permission \(number)")
        }
        try home.run("DELETE FROM model_has_permissions WHERE model_id = 6")
        #expect(try permissions(of: 6, in: home) == [])
    }

    @Test func `another guard has its own permissions`() throws {
        let home = try TestDatabase.withFixture()
        let api = SpatiePermissions(userModel: #"App\Models\User"#, guardName: "api", teamColumn: nil)

        // `Core.Backups.Download` of the guard `api` is another name: case counts.
        try home.run(#"INSERT INTO model_has_permissions VALUES (7, 'App\\Models\\User', 6)"#)

        #expect(try permissions(of: 6, in: home, api) == [])
        #expect(try permissions(of: 9, in: home, api) == [.viewBackups])
        #expect(try permissions(of: 10, in: home, api) == [.viewBackups], "through the role")
        #expect(try permissions(of: 1, in: home, api) == [])
        let upper = SpatiePermissions(userModel: #"App\Models\User"#, guardName: "API", teamColumn: nil)
        #expect(try permissions(of: 9, in: home, upper) == [], "the guard's case counts")
    }

    @Test(arguments: ["Core.Backups.View", "core.backups.view ", "cöre.backups.view"])
    func `a name that the collation takes for equal is another`(name: String) throws {
        let home = try TestDatabase.withFixture()

        try home.run("UPDATE permissions SET name = '\(name)' WHERE id = 1")

        #expect(try permissions(of: 1, in: home) == Self.everything.subtracting([.viewBackups]))
    }

    @Test func `a right held in several ways is held until the last of them is gone`() throws {
        let home = try TestDatabase.withFixture()
        try home.run(
            """
            DELETE FROM model_has_permissions WHERE model_id = 6;
            DELETE FROM model_has_roles WHERE model_id = 6;
            INSERT INTO roles (id, name, guard_name) VALUES (91, 'first', 'web'), (92, 'second', 'web');
            INSERT INTO role_has_permissions (permission_id, role_id) VALUES (1, 91), (1, 92), (2, 92);
            INSERT INTO model_has_roles (role_id, model_type, model_id)
                VALUES (91, 'App\\\\Models\\\\User', 6), (92, 'App\\\\Models\\\\User', 6);
            INSERT INTO model_has_permissions VALUES (1, 'App\\\\Models\\\\User', 6);
            """)
        #expect(try permissions(of: 6, in: home) == [.viewBackups, .createBackups])

        try home.run("DELETE FROM model_has_permissions WHERE model_id = 6; DELETE FROM roles WHERE id = 91")
        #expect(try permissions(of: 6, in: home) == [.viewBackups, .createBackups])

        try home.run("SET FOREIGN_KEY_CHECKS = 0; DELETE FROM roles WHERE id = 92")
        #expect(try permissions(of: 6, in: home) == [], "pivots left behind of a role that is gone give nothing")
    }

    @Test func `another class of users has other rights`() throws {
        let home = try TestDatabase.withFixture()
        let customers = SpatiePermissions(userModel: #"App\Models\Customer"#, guardName: "web", teamColumn: nil)

        #expect(try permissions(of: 12, in: home, customers) == Self.everything)
        #expect(try permissions(of: 1, in: home, customers) == [])
    }

    @Test func `with teams, only what was given for the user's own company counts`() throws {
        let home = try TestDatabase.withFixture()
        try home.run(
            """
            ALTER TABLE model_has_roles ADD team_id BIGINT UNSIGNED NULL;
            ALTER TABLE model_has_permissions ADD team_id BIGINT UNSIGNED NULL;
            UPDATE model_has_roles SET team_id = IF(model_id = 1, 1, 2);
            UPDATE model_has_permissions SET team_id = CASE model_id WHEN 4 THEN 1 WHEN 16 THEN 2 END;
            """)
        let teams = SpatiePermissions(userModel: #"App\Models\User"#, guardName: "web", teamColumn: "team_id")

        #expect(try permissions(of: 1, in: home, teams) == Self.everything)
        #expect(try permissions(of: 2, in: home, teams) == [], "the role is another company's")
        #expect(try permissions(of: 4, in: home, teams) == [.viewBackups, .downloadBackups])
        #expect(try permissions(of: 16, in: home, teams) == [], "the right is another company's")
        #expect(try permissions(of: 15, in: home, teams) == [], "the right is no company's")
        try home.run("UPDATE users SET company_id = 2 WHERE id IN (1, 2)")
        #expect(try permissions(of: 1, in: home, teams) == [])
        #expect(try permissions(of: 2, in: home, teams) == Self.everything)
    }

    @Test func `a right that was taken away does not count at the next request`() throws {
        let home = try TestDatabase.withFixture()
        let tokens = SanctumTokens(
            in: Database(server: home.place), permissions: .ofERP, localTime: try #require(Self.utc))
        let token = try #require(AccessToken(authorization: "Bearer 1|x"))
        #expect(try tokens.find(token, asking: .deleteBackups)?.holdsPermission == true)

        try home.run("DELETE FROM role_has_permissions WHERE role_id = 1 AND permission_id = 4")

        #expect(try tokens.find(token, asking: .deleteBackups)?.holdsPermission == false)
        #expect(try tokens.find(token, asking: .viewBackups)?.holdsPermission == true)
    }
}
