import BackupCore
import TestSupport
import Testing

@testable import MySQL

@Suite(.enabled(if: PrivateServer.isInstalled, "needs mariadbd"))
struct EndlessEventsTests {
    private static let daily = "ON SCHEDULE EVERY 1 DAY"

    /// Makes an object without the client program, which would leave out its comments, and looks for endless events.
    private func names(in home: TestDatabase, with object: String) throws(MySQLError) -> [String] {
        let connection = try home.connect()
        defer { connection.close() }
        try connection.execute("CREATE TABLE t (v TEXT)")
        try connection.execute("CREATE \(object)")
        return try EndlessEvents(of: connection).names
    }

    /// Each of these keeps both dump programs busy for ever.
    @Test(arguments: [
        "EVENT e \(daily) DO SELECT 'a;;b'", "EVENT e \(daily) DO SELECT ';;;'",
        "EVENT e \(daily) DO SELECT 1 AS `x;;y`", "EVENT e \(daily) DISABLE DO SELECT ';;'",
        "EVENT e \(daily) DO BEGIN SELECT 1; /* x ;; y */ SELECT 2; END",
        "EVENT e \(daily) DO BEGIN SELECT 1; -- ;;\n SELECT 2; END",
        "EVENT e \(daily) DO BEGIN SELECT 1; # ;;\n SELECT 2; END",
        "EVENT e \(daily) DO SELECT 1 /* ;; */", "EVENT e \(daily) COMMENT 'x;;y' DO SELECT 1",
        "EVENT `e;;f` \(daily) DO SELECT 1", "DEFINER = `d;;e`@`localhost` EVENT e \(daily) DO SELECT 1",
    ])
    func `an event whose text holds two semicolons is named`(event: String) throws {
        let home = try TestDatabase()

        #expect(try names(in: home, with: event) == [event.contains("`e;;f`") ? "e;;f" : "e"])
    }

    /// None of these holds any of the programs up.
    @Test(arguments: [
        "EVENT e \(daily) DO SELECT '; ;'", "EVENT e \(daily) DO SELECT x'3b3b'", "EVENT e \(daily) DO SELECT '；；'",
        "EVENT e \(daily) /* ;; */ DO SELECT 1", "EVENT e \(daily) DO BEGIN SELECT ';'; END",
        "EVENT e \(daily) COMMENT ';' DO SELECT ';'", "PROCEDURE p() SELECT 'a;;b'",
        "PROCEDURE p() BEGIN SELECT 1; /* ;; */ SELECT 2; END", "PROCEDURE p() COMMENT 'a;;b' SELECT 1",
        "TRIGGER g BEFORE INSERT ON t FOR EACH ROW SET NEW.v = 'a;;b'",
        "TRIGGER g BEFORE INSERT ON t FOR EACH ROW BEGIN SET NEW.v = 'a'; /* ;; */ END", "VIEW v AS SELECT ';;' AS x",
    ])
    func `what the programs get past is not named, and dumped`(object: String) throws {
        let home = try TestDatabase()

        #expect(try names(in: home, with: object) == [])
        if RealDump.isInstalled { _ = try RealDump(of: home.place).text() }
    }

    @Test func `a dump is refused at once, with the events and the remedy`() throws {
        let (home, other) = (try TestDatabase(), try TestDatabase())
        for name in ["b", "a"] { try home.run("CREATE EVENT \(name) \(Self.daily) DO SELECT ';;'") }
        try other.run("CREATE EVENT c \(Self.daily) DO SELECT '; ;'")

        let client = DumpClient(path: "/usr/bin/mariadb-dump", version: "MariaDB")

        #expect(throws: Never.self) { try DumpObstacles(in: Database(server: other.place), by: client).refuse() }
        let error = #expect(throws: BackupError.self) {
            try DumpObstacles(in: Database(server: home.place), by: client).refuse()
        }

        #expect(
            error?.description == """
                the dump failed: the dump program would never end: the text of the event 'a', 'b' holds ';;'
                hint: write it with a blank between the semicolons; name, definer, comment and body count
                """)
    }
}
