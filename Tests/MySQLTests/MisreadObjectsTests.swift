import BackupCore
import TestSupport
import Testing

@testable import MySQL

@Suite(.enabled(if: PrivateServer.isInstalled, "needs mariadbd"))
struct MisreadObjectsTests {
    private static let daily = "ON SCHEDULE EVERY 1 DAY DISABLE"
    private static let mariadb = DumpClient(path: "/usr/bin/mariadb-dump", version: "10.11.19-MariaDB")
    private static let mysql = DumpClient(path: "/usr/bin/mysqldump", version: "mysqldump  Ver 9.7.0")

    /// Makes an object over a connection that speaks `charset`.
    private func make(_ object: String, over charset: String, in home: TestDatabase) throws(MySQLError) {
        let connection = try home.connect()
        defer { connection.close() }
        // The server turns it into what the connection speaks.
        let digits = "CREATE \(object)".utf8.map { String(0x100 + UInt32($0), radix: 16).dropFirst() }.joined()
        try connection.execute("CREATE TABLE IF NOT EXISTS t (v TEXT)")
        try connection.execute("SET NAMES \(charset)")
        try connection.execute("EXECUTE IMMEDIATE CONVERT(x'\(digits)' USING utf8mb4)")
    }

    private func misread(in home: TestDatabase, by client: DumpClient) throws(MySQLError) -> MisreadObjects {
        let connection = try home.connect()
        defer { connection.close() }
        return try MisreadObjects(of: connection, by: client)
    }

    /// Of each of these a restore makes another.
    @Test(arguments: [
        ("latin1", "EVENT `eü` \(daily) DO SELECT 1", "EVENT 'eü'"),
        ("gbk", "EVENT `e中` \(daily) DO SELECT 1", "EVENT 'e中'"),
        ("latin1", "EVENT e \(daily) COMMENT 'ü' DO SELECT 1", "EVENT 'e'"),
        ("cp1251", "DEFINER=`Ж`@`%` EVENT e \(daily) DO SELECT 1", "EVENT 'e'"),
        ("latin2", "PROCEDURE p() COMMENT 'ő' SELECT 1", "PROCEDURE 'p'"),
        ("latin1", "DEFINER=`ü`@`%` TRIGGER g BEFORE INSERT ON t FOR EACH ROW SET @a = 1", "TRIGGER 'g'"),
        ("cp1251", "PROCEDURE `Ж`() SELECT 1", "PROCEDURE 'Ж'"),
        ("latin1", "PROCEDURE `€`() SELECT 1", "PROCEDURE '€'"),
    ])
    func `what was named or described over another connection is told`(
        charset: String, object: String, title: String
    ) throws {
        let home = try TestDatabase()
        try make(object, over: charset, in: home)

        let found = try misread(in: home, by: Self.mariadb)

        #expect(found.renamed == [title])
        #expect(found.unreadable.isEmpty && found.commented.isEmpty)
    }

    /// In these sets the characters end in what is a backslash or a backtick in UTF-8; the client program fails at
    /// each.
    @Test(arguments: [
        ("sjis", "SELECT 'ソ'"), ("cp932", "SELECT '表', '能'"), ("big5", "SELECT \"功\""), ("gbk", "SELECT '誠'"),
        ("sjis", "SELECT 1 AS ソ"), ("gbk", "SET @`乣` = 1"), ("cp932", "SELECT 'チ', 1 AS `チ`"),
    ])
    func `a text that the client program cannot read is told`(charset: String, body: String) throws {
        let home = try TestDatabase()
        try make("PROCEDURE p() \(body)", over: charset, in: home)
        try make("EVENT e \(Self.daily) DO \(body)", over: charset, in: home)
        try make("VIEW v AS SELECT '功', '誠', 'ソ', '表', 'x' AS x", over: charset, in: home)
        try make("PROCEDURE q() SELECT 1", over: charset, in: home)

        #expect(try misread(in: home, by: Self.mariadb).unreadable == ["EVENT 'e'", "PROCEDURE 'p'", "VIEW 'v'"])
    }

    @Test(arguments: [
        ("latin1", "EVENT e \(daily) DO SELECT 'ü'"), ("latin1", "PROCEDURE `pü`(ä INT) SELECT 'ü'"),
        ("cp1251", "DEFINER=`Ж`@`%` PROCEDURE p(Ж INT) SELECT 'Ж'"),
        ("utf8mb3", "EVENT `eü` \(daily) COMMENT 'ü' DO SELECT 1"),
        ("utf8mb4", "EVENT `eü` \(daily) COMMENT 'ü' DO SELECT '功'"),
        ("cp932", "PROCEDURE p() SELECT 'it\\'s', \"\\\\\""),
        ("latin1", "TRIGGER `gü` BEFORE INSERT ON t FOR EACH ROW SET @a = 'ü'"), ("cp932", "PROCEDURE p() SELECT \\N"),
        ("sjis", "PROCEDURE p() BEGIN /* ソ */ SELECT 'ソx', 'ア', 'チ', 1 AS `ソ`; END"),
        ("latin1", "VIEW `vü` AS SELECT 'ü' AS ü"),
        ("big5", "VIEW v AS SELECT '功x' AS `功`"),
        ("utf8mb4", "PROCEDURE p() SELECT 'ü', \"\\\\\" -- it's over"),
        ("utf8mb4", "EVENT e \(daily) DO SELECT 1 # ;"),
    ])
    func `what comes back whole is not told, and dumped`(charset: String, object: String) throws {
        let home = try TestDatabase()
        try make(object, over: charset, in: home)

        try misread(in: home, by: Self.mariadb).refuse()
        if RealDump.isInstalled { _ = try RealDump(of: home.place).text() }
    }

    @Test(arguments: [
        "SELECT 1 -- x", "SELECT 1 # x", "SELECT 1 --", "BEGIN SELECT 1; END -- it's", "SELECT 1 -- /* x",
    ])
    func `a comment at the end is told where the program swallows its own words`(body: String) throws {
        let home = try TestDatabase()
        for object in ["PROCEDURE p()", "EVENT e \(Self.daily) DO", "TRIGGER g BEFORE INSERT ON t FOR EACH ROW"] {
            let statement = object.hasPrefix("TRIGGER") ? body.replacing("SELECT 1", with: "SET @a = 1") : body
            try make("\(object) \(statement)", over: "utf8mb4", in: home)
        }

        #expect(try misread(in: home, by: Self.mariadb).commented == [])
        #expect(try misread(in: home, by: Self.mysql).commented == ["EVENT 'e'", "PROCEDURE 'p'", "TRIGGER 'g'"])
    }

    @Test(arguments: [
        "SELECT 1 /* -- x */", "SELECT '--', '#'", "BEGIN SELECT 1; -- x\n END", "SELECT 1 AS `#`", "SELECT 1--1",
    ])
    func `what only looks like a comment at the end is not told`(body: String) throws {
        let home = try TestDatabase()
        try make("PROCEDURE p() \(body)", over: "utf8mb4", in: home)

        #expect(throws: Never.self) { try misread(in: home, by: Self.mysql).refuse() }
    }

    @Test func `a dump is refused at once, with the objects and the remedy`() throws {
        let (home, other) = (try TestDatabase(), try TestDatabase())
        try make("EVENT `eü` \(Self.daily) DO SELECT 1", over: "latin1", in: home)
        try make("PROCEDURE p() SELECT 'ソ'", over: "sjis", in: home)
        try make("FUNCTION f() RETURNS INT DETERMINISTIC RETURN 1 -- one", over: "utf8mb4", in: home)

        #expect(throws: Never.self) { try DumpObstacles(in: Database(server: other.place), by: Self.mysql).refuse() }
        let error = #expect(throws: BackupError.self) {
            try DumpObstacles(in: Database(server: home.place), by: Self.mysql).refuse()
        }

        #expect(
            error?.description == """
                the dump failed: a restore would give another name, definer or comment to EVENT 'eü'; \
                no client program could read the text of PROCEDURE 'p'; \
                the dump program spoils the text of FUNCTION 'f', which ends in a comment
                hint: drop and make again, over a connection that speaks utf8mb4, what is named; \
                leave out the comment at the end
                """)
    }
}
