import Testing

@testable import MySQL

@Suite struct DumpPrivilegesTests {
    private static let routines = "SHOW_ROUTINE ON *.* (MySQL) or SELECT ON mysql.proc (MariaDB)"

    @Test(
        arguments: [
            ("GRANT ALL PRIVILEGES ON *.* TO `u`@`%` WITH GRANT OPTION", []),
            ("GRANT ALL PRIVILEGES ON `erp_1`.* TO `u`@`%`", []),
            ("GRANT ALL PRIVILEGES ON `erp\\_1`.* TO `u`@`%`", []),
            ("GRANT ALL PRIVILEGES ON `erp%`.* TO `u`@`%`", []),
            ("GRANT ALL PRIVILEGES ON \"erp_1\".* TO \"u\"@\"%\"", []),
            ("GRANT SELECT, SHOW VIEW, TRIGGER, EVENT ON *.* TO `u`@`%`", []),
            ("GRANT SELECT, EXECUTE, SHOW VIEW, TRIGGER, EVENT ON `erp_1`.* TO `u`@`%`", []),
            ("GRANT SELECT, SHOW VIEW, TRIGGER, EVENT ON `erp_1`.* TO `u`@`%`", [routines]),
            ("GRANT SHOW VIEW, TRIGGER, EVENT, EXECUTE ON `erp_1`.* TO `u`@`%`", ["SELECT"]),
            ("GRANT SELECT, SHOW VIEW, TRIGGER, EVENT, EXECUTE ON `erp_1`.`orders` TO `u`@`%`", nil),
            ("GRANT ALL PRIVILEGES ON `erp\\_2`.* TO `u`@`%`", nil),
            ("GRANT ALL PRIVILEGES ON `erp\\%`.* TO `u`@`%`", nil),
            ("GRANT `manager`@`%` TO `u`@`%`", nil), ("GRANT PROXY ON ''@'%' TO 'u'@'localhost'", nil), ("", nil),
        ] as [(String, [String]?)])
    func `tells what may be hidden from an account`(grant: String, missing: [String]?) {
        let privileges = DumpPrivileges(grants: ["GRANT USAGE ON *.* TO `u`@`%`", grant], database: "erp_1")

        let everything = ["SELECT", "SHOW VIEW", "TRIGGER", "EVENT", Self.routines]
        #expect(privileges.missing(canReadRoutineTable: false) == missing ?? everything)
    }

    @Test func `a right of all databases that was taken back for this one is missing`() {
        let grants = [
            "GRANT SELECT, SHOW VIEW, EVENT, TRIGGER ON *.* TO `u`@`%`", "GRANT SHOW_ROUTINE ON *.* TO `u`@`%`",
            "REVOKE SELECT ON `erp`.* FROM `u`@`%`",
        ]

        #expect(DumpPrivileges(grants: grants, database: "erp").missing(canReadRoutineTable: false) == ["SELECT"])
        #expect(DumpPrivileges(grants: grants, database: "erp2").missing(canReadRoutineTable: false) == [])
        // A role's right does not bring it back.
        let role = ["GRANT SELECT, EVENT ON `erp`.* TO `u`@`%`"]
        #expect(
            DumpPrivileges(grants: role + grants, database: "erp").missing(canReadRoutineTable: false) == ["SELECT"])
    }

    /// What the server then shows of `erp_1` was looked at on MariaDB 10.11 and MySQL 9.7: nothing of what is missing
    /// here.
    @Test(
        arguments: [
            (["`erp_1`"], ["`erp\\_1`"], everythingBut),
            (["`e%`"], ["`erp%`"], everythingBut),
            (["`erp\\_1`"], ["`erp_1`", "`erp%`", "`%`"], []),
            (["`erp_1`"], ["`er%`", "`erp\\_2`", "`erp%2`", "`erp_`"], []),
            // Which of these the server takes cannot be told.
            (["`erp_1`"], ["`erp%`"], everythingBut),
        ] as [([String], [String], [String])])
    func `of several grants that cover the database the most specific counts alone`(
        full: [String], scant: [String], missing: [String]
    ) {
        let full = full.map { "GRANT ALL PRIVILEGES ON \($0).* TO `u`@`%`" }
        let scant = scant.map { "GRANT EXECUTE ON \($0).* TO `u`@`%`" }

        for grants in [full + scant, scant + full] {
            #expect(DumpPrivileges(grants: grants, database: "erp_1").missing(canReadRoutineTable: true) == missing)
        }
    }

    private static let everythingBut = ["SELECT", "SHOW VIEW", "TRIGGER", "EVENT"]

    @Test func `a scope of many wildcards is decided at once`() {
        let scope = String(repeating: "%a", count: 30) + "x"
        let database = String(repeating: "a", count: 64)

        let privileges = DumpPrivileges(
            grants: ["GRANT ALL PRIVILEGES ON `\(scope)`.* TO `u`@`%`"], database: database, wildcards: true)

        #expect(!privileges.missing(canReadRoutineTable: true).isEmpty)
    }

    @Test func `under partial revokes a name is no pattern`() {
        for (scope, covers) in [("erp_1", true), ("erp\\_1", false), ("erp%", false)] {
            let privileges = DumpPrivileges(
                grants: ["GRANT ALL PRIVILEGES ON `\(scope)`.* TO `u`@`%`"], database: "erp_1", wildcards: false)

            #expect(privileges.missing(canReadRoutineTable: true).isEmpty == covers)
        }
    }

    /// MySQL 9.7's own lines.
    @Test(
        arguments: [
            (
                [
                    "GRANT USAGE ON *.* TO `g`@`localhost`",
                    "GRANT EXECUTE, SHOW VIEW, EVENT, TRIGGER ON `erp_1`.* TO `g`@`localhost`",
                    "GRANT SELECT, SHOW VIEW, TRIGGER ON `erp_1`.`t1` TO `g`@`localhost`",
                    "GRANT SELECT ON `erp_1`.`t2` TO `g`@`localhost`", "GRANT SELECT ON `erp`.`t3` TO `g`@`localhost`",
                    "GRANT SELECT (`a`), INSERT (`b`) ON `erp_1`.`t4` TO `g`@`localhost`",
                ], ["SELECT"], ["t1", "t2"]
            ),
            (
                ["GRANT USAGE ON *.* TO `g`@`localhost`", "GRANT `r`@`%` TO `g`@`localhost`"],
                ["SELECT", "SHOW VIEW", "TRIGGER", "EVENT", routines], []
            ),
            (
                [
                    "GRANT USAGE ON *.* TO `g`@`localhost`",
                    "GRANT SELECT, SHOW VIEW, EVENT, TRIGGER ON `erp_1`.* TO `g`@`localhost`",
                    "GRANT `r`@`%` TO `g`@`localhost`",
                ], [routines], []
            ),
            (
                [
                    "GRANT SELECT, INSERT, EXECUTE, CREATE VIEW, SHOW VIEW, EVENT, TRIGGER, CREATE ROLE ON *.* TO `g`@`%`",
                    "GRANT MANAGE_DATA_MASKING_POLICY,SHOW_ROUTINE,XA_RECOVER_ADMIN ON *.* TO `g`@`%`",
                    "REVOKE EVENT, TRIGGER ON `erp_1`.* FROM `g`@`%`",
                ], ["TRIGGER", "EVENT"], []
            ),
            (
                [
                    "GRANT SELECT, SHOW VIEW, EVENT, TRIGGER ON *.* TO `g`@`localhost`",
                    "REVOKE SELECT ON `mysql`.* FROM `g`@`localhost`",
                ], [], []
            ),
        ] as [([String], [String], Set<String>)])
    func `reads what MySQL says of tables, columns, roles and partial revokes`(
        grants: [String], missing: [String], tables: Set<String>
    ) {
        let privileges = DumpPrivileges(grants: grants, database: "erp_1")

        #expect(privileges.missing(canReadRoutineTable: false) == missing)
        #expect(privileges.readableTables == tables)
    }
}
