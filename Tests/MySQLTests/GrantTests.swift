import Testing

@testable import MySQL

@Suite struct GrantTests {
    @Test func `reads rights, scope and holder`() throws {
        let grant = try #require(
            Grant(parsing: "GRANT SELECT, SHOW VIEW ON `erp\\_1`.* TO `u`@`%` WITH GRANT OPTION"))

        #expect(grant.privileges == ["SELECT", "SHOW VIEW"])
        #expect(grant.scope == .database("erp\\_1"))
        #expect(grant.holder == ["u", "@", "%"])
        #expect(!grant.isRevoke)
    }

    @Test(
        arguments: [
            ("GRANT USAGE ON *.* TO `u`@`%` IDENTIFIED BY PASSWORD '*1'", .everything, ["u", "@", "%"]),
            ("GRANT EVENT ON `erp`.* TO PUBLIC", .database("erp"), ["PUBLIC"]),
            ("GRANT EVENT ON `erp`.* TO `role`", .database("erp"), ["role"]),
            ("GRANT EVENT ON \"e\"\"p\".* TO \"u\"@\"%\"", .database("e\"p"), ["u", "@", "%"]),
            ("GRANT EVENT ON `a TO b``.*`.`t` TO `u`@`%`", .table("t", database: "a TO b`.*"), ["u", "@", "%"]),
        ] as [(String, Grant.Scope, [String])])
    func `reads names by their quotes`(line: String, scope: Grant.Scope, holder: [String]) {
        #expect(Grant(parsing: line)?.scope == scope)
        #expect(Grant(parsing: line)?.holder == holder)
    }

    @Test(arguments: [
        "GRANT `manager`@`%` TO `u`@`%`", "GRANT ` ON *.* TO ` TO `u`@`%`", "GRANT PROXY ON ''@'%' TO 'u'@'localhost'",
        "GRANT EXECUTE ON PROCEDURE `erp`.`p` TO `u`@`%`", "SET DEFAULT ROLE `r` FOR `g`@`localhost`", "", "GRANT", "`",
        "GRANT SELECT ON *.*", "GRANT SELECT ON `erp`.*",
    ])
    func `roles, proxies and routines give no right that counts`(line: String) {
        #expect(Grant(parsing: line) == nil)
    }

    @Test func `rights on columns are none, whatever the columns are called`() {
        #expect(Grant(parsing: "GRANT SELECT (`a`, `b`), TRIGGER ON `erp`.`t` TO `u`@`%`")?.privileges == ["TRIGGER"])
        let evil = Grant(parsing: "GRANT INSERT (`a,SELECT ON *.* TO b`) ON `erp`.`t` TO `u`@`%`")
        #expect(evil?.privileges == [])
        #expect(evil?.scope == .table("t", database: "erp"))
    }
}
