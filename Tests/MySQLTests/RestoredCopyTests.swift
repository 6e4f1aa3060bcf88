import BackupCore
import TestSupport
import Testing

@testable import MySQL

/// A copy beside the live database has nothing in common with it.
@Suite(.enabled(if: RealDump.isInstalled, "needs mariadbd and a dump program"))
struct RestoredCopyTests {
    private let world: RestoreWorld

    init() throws { world = try RestoreWorld() }

    private func restore(_ backup: Backup, into database: TestDatabase, force: Bool = false) throws {
        _ = try world.restorer(on: database).restore(
            backup, into: database.name, options: RestoreOptions(force: force), reporting: DumpProgress())
    }

    @Test func `a copy takes its numbers from its own sequences`() throws {
        let home = try TestDatabase()
        try home.run(
            """
            CREATE SEQUENCE s NOCACHE; CREATE SEQUENCE u NOCACHE;
            CREATE TABLE t (id INT DEFAULT NEXTVAL(s), b INT DEFAULT (NEXT VALUE FOR u + 100), v INT);
            CREATE VIEW w AS SELECT NEXTVAL(s) AS n;
            INSERT INTO t (v) VALUES (1), (2), (3);
            """)
        let backup = try world.backUp(home)
        let copy = try TestDatabase(named: "copy")

        let drill = try world.restorer(on: home).drill(backup, stripsDefiners: false, reporting: DumpProgress())
        try restore(backup, into: copy)
        try copy.run("INSERT INTO t (v) VALUES (4), (5); SELECT n FROM w")

        #expect(drill.proof == .values)
        #expect(try copy.run("SELECT id, b FROM t WHERE v > 3 ORDER BY v") == "4\t104\n5\t105\n")
        #expect(try copy.run("SELECT next_not_cached_value FROM s") == "7\n")
        let live = "SELECT (SELECT next_not_cached_value FROM s), (SELECT next_not_cached_value FROM u)"
        #expect(try home.run(live) == "4\t4\n", "the live sequences are where they were")
    }

    @Test func `a copy does not lie in the directories of the live tables`() throws {
        let home = try TestDatabase()
        let folder = try ScratchFolder()
        try home.run(
            """
            CREATE TABLE i (a INT) ENGINE=InnoDB DATA DIRECTORY='\(folder.path)';
            CREATE TABLE m (a INT) ENGINE=MyISAM DATA DIRECTORY='\(folder.path)' INDEX DIRECTORY='\(folder.path)';
            CREATE TABLE p (a INT) ENGINE=InnoDB PARTITION BY HASH (a) (PARTITION p0 DATA DIRECTORY='\(folder.path)');
            CREATE TABLE z (a INT);
            INSERT INTO i VALUES (1); INSERT INTO m VALUES (2); INSERT INTO p VALUES (3); INSERT INTO z VALUES (4);
            """)
        let backup = try world.backUp(home)
        let copy = try TestDatabase(named: "copy")

        _ = try world.restorer(on: home).drill(backup, stripsDefiners: false, reporting: DumpProgress())
        try restore(backup, into: copy)

        #expect(try copy.run("SELECT i.a, m.a, p.a, z.a FROM i, m, p, z") == "1\t2\t3\t4\n")
        let made = "SHOW CREATE TABLE i; SHOW CREATE TABLE m; SHOW CREATE TABLE p"
        #expect(try !copy.run(made).contains("DIRECTORY"))
        let told = try #require(world.recorded.lines.last { $0.contains("tables were made without DATA DIRECTORY") })
        #expect(told.contains("database=\(copy.name)") && told.contains("'i', 'm', 'p'\""))

        try restore(backup, into: home, force: true)

        #expect(try home.run(made).split(separator: "DIRECTORY").count == 5, "in its own place it is as it was")
        try home.run("DROP TABLE i, m, p")
    }
}
