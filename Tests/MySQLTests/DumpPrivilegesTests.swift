import BackupCore
import Posix
import TestSupport
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
        let privileges = DumpPrivileges(
            grants: [
                "GRANT SELECT, SHOW VIEW, TRIGGER, EVENT ON *.* TO `u`@`%`", "REVOKE SELECT ON `erp`.* FROM `u`@`%`",
            ], database: "erp")

        #expect(privileges.missing(canReadRoutineTable: true) == ["SELECT"])
    }
}

/// With real accounts: what the server would hide from the dump fails it, with the missing right in the message.
@Suite(.enabled(if: PrivateServer.isInstalled, "needs mariadbd"))
struct DumpAccountTests {
    private static let all = ["SELECT", "SHOW VIEW", "TRIGGER", "EVENT", "LOCK TABLES"]

    @Test(arguments: ["SELECT", "SHOW VIEW", "TRIGGER", "EVENT", "mysql.proc", nil])
    func `an account that lacks one right makes no dump`(lacking: String?) throws {
        let home = try TestDatabase.withFixture()
        let user = "u" + home.name.suffix(24)
        try home.run("CREATE PROCEDURE p() SELECT 1; CREATE USER '\(user)'@'localhost' IDENTIFIED BY 'x'")
        let rights = Self.all.filter { $0 != lacking }.joined(separator: ", ")
        try home.run("GRANT \(rights) ON `\(home.name)`.* TO '\(user)'@'localhost'")
        if lacking == "SELECT" { try home.run("GRANT SELECT ON `\(home.name)`.users TO '\(user)'@'localhost'") }
        if lacking != "mysql.proc" { try home.run("GRANT SELECT ON mysql.proc TO '\(user)'@'localhost'") }
        var place = home.place
        (place.user, place.password) = (user, "x")

        let result = Result { () throws(BackupError) in try dumpOf(place) }

        if let lacking {
            let words = "the account '\(user)' may not see everything in '\(home.name)'"
            guard case .failure(.dumpFailed(let reason)) = result else {
                Issue.record("without \(lacking) there must be no dump")
                return
            }
            #expect(reason.hasPrefix(words))
            #expect(reason.contains("hint: grant it on the whole database: "))
            #expect(reason.contains(lacking))
        } else {
            #expect(throws: Never.self) { try result.get() }
        }
    }

    private func dumpOf(_ place: DatabaseServer) throws(BackupError) {
        let client: DumpClient
        let cancellation: Cancellation
        do throws(SystemError) {
            client = try DumpClient.find(nil, searching: ["/usr/local/bin", "/usr/bin"])
            cancellation = try Cancellation()
        } catch {
            throw .storageFailed(reason: "\(error)")
        }
        let dump = MySQLDump(
            of: Database(server: place), by: client, stallTimeout: .seconds(60), cancellation: cancellation)
        _ = try dump.dump(dump.plan(), under: SteadyLock(), reporting: DumpProgress()) { source throws(BackupError) in
            let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 1)
            defer { buffer.deallocate() }
            while try source.read(into: buffer) > 0 {}
        }
    }
}
