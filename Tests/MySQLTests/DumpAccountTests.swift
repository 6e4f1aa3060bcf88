import BackupCore
import TestSupport
import Testing

@testable import MySQL

/// With real accounts: what the server would hide from the dump fails it, with the missing right in the message.
@Suite(.enabled(if: RealDump.isInstalled, "needs mariadbd and a dump program"))
struct DumpAccountTests {
    private static let all = ["SELECT", "SHOW VIEW", "TRIGGER", "EVENT"]
    private static let allRights = all.joined(separator: ", ")

    private let home: TestDatabase
    private let account: String
    private let place: DatabaseServer

    /// A database with one object of each kind, and an account that may do nothing there.
    init() throws {
        home = try TestDatabase()
        try home.run(
            """
            CREATE TABLE orders (id INT, note TEXT); CREATE TABLE users (id INT); CREATE VIEW v AS SELECT 1 AS one;
            CREATE PROCEDURE p() SELECT 1; CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO SELECT 1;
            CREATE TRIGGER g BEFORE INSERT ON users FOR EACH ROW SET NEW.id = 1;
            """)
        let user = "u" + home.name.suffix(24)
        account = "'\(user)'@'localhost'"
        try home.run("CREATE USER \(account) IDENTIFIED BY 'x'; GRANT SELECT ON mysql.proc TO \(account)")
        var place = home.place
        (place.user, place.password) = (user, "x")
        self.place = place
    }

    private func grant(_ rights: String, on scope: String = "") throws {
        try home.run("GRANT \(rights) ON \(scope.isEmpty ? "`\(home.name)`.*" : scope) TO \(account)")
    }

    /// Why there is no dump: one line of what is so and one of what to grant; nil when there is one.
    private func refusal() throws -> (reason: Substring, hint: Substring)? {
        let dump = try RealDump(of: place)
        guard case .failure(let error) = Result(catching: { () throws(BackupError) in try dump.text() }) else {
            return nil
        }
        let lines = error.description.split(separator: "\n")
        try #require(lines.count == 2, "\(error)")
        #expect(lines[0].hasPrefix("the dump failed: the account '\(place.user)' may not see everything in "))
        return (lines[0], lines[1])
    }

    @Test func `an account that may see everything makes a dump`() throws {
        try grant(Self.allRights)

        #expect(try refusal() == nil)
    }

    @Test(arguments: all)
    func `an account that lacks one right makes no dump`(lacking: String) throws {
        try grant(Self.all.filter { $0 != lacking }.joined(separator: ", "))

        #expect(try refusal()?.hint == "hint: grant it on the whole database: \(lacking)")
    }

    @Test(arguments: ["SELECT", "SELECT, EXECUTE", "ALL PRIVILEGES"])
    func `routines of others that are hidden or unreadable make no dump`(rights: String) throws {
        try home.run("REVOKE SELECT ON mysql.proc FROM \(account)")
        try grant("\(rights)\(rights.hasPrefix("ALL") ? "" : ", SHOW VIEW, TRIGGER, EVENT")")

        #expect(try refusal()?.hint == "hint: grant it on the whole database: \(DumpPrivileges.routines)")
    }

    @Test func `routines of its own need no right`() throws {
        try home.run("REVOKE SELECT ON mysql.proc FROM \(account); DROP PROCEDURE p")
        try grant("ALL PRIVILEGES")
        try home.run("CREATE DEFINER = \(account) PROCEDURE mine() SELECT 1")

        #expect(try refusal() == nil)
    }

    @Test func `SELECT table by table, on all but one, names that one`() throws {
        try grant("SHOW VIEW, TRIGGER, EVENT")
        for table in ["users", "v"] { try grant("SELECT", on: "`\(home.name)`.`\(table)`") }

        let refusal = try #require(try refusal())

        #expect(refusal.reason.hasSuffix("without a word; it may not read 'orders'"))
        #expect(refusal.hint == "hint: grant it on the whole database: SELECT")
    }

    @Test func `SELECT on some columns of a table is none on the table`() throws {
        try grant("SHOW VIEW, TRIGGER, EVENT")
        for table in ["users", "v"] { try grant("SELECT", on: "`\(home.name)`.`\(table)`") }
        try grant("SELECT (id)", on: "`\(home.name)`.orders")

        #expect(try refusal()?.reason.hasSuffix("it may not read 'orders'") == true)
    }

    @Test func `a role counts while it is active`() throws {
        let (role, inner) = ("r\(place.user.dropFirst())", "i\(place.user.dropFirst())")
        try home.run(
            """
            CREATE ROLE \(inner); GRANT SELECT, SHOW VIEW ON `\(home.name)`.* TO \(inner);
            CREATE ROLE \(role); GRANT TRIGGER, EVENT ON `\(home.name)`.* TO \(role);
            GRANT \(inner) TO \(role); GRANT \(role) TO \(account);
            """)

        #expect(throws: BackupError.self) { try RealDump(of: place).text() }

        try home.run("SET DEFAULT ROLE \(role) FOR \(account)")
        #expect(try refusal() == nil)
    }

    @Test func `a narrower grant makes a wider one void`() throws {
        try grant(Self.allRights, on: "`\(home.name.prefix(4))%`.*")
        #expect(try refusal() == nil)

        try grant("EXECUTE")

        #expect(try refusal()?.hint == "hint: grant it on the whole database: \(Self.allRights)")
    }
}
