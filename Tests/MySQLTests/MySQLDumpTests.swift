import BackupCore
import Glibc
import Posix
import TestSupport
import Testing

@testable import MySQL

@Suite(.enabled(if: RealDump.isInstalled, "needs mariadbd and a dump program"))
struct MySQLDumpTests {
    @Test func `a dump is the whole text, and says how it was made`() throws {
        let home = try TestDatabase.withFixture()

        let (text, description) = try RealDump(of: home.place).text()

        #expect(text.contains("CREATE TABLE `database_backups`"))
        #expect(text.contains("أحمد \\\"Admin\\\" <b>O\\'Neil & Sons</b> 😀 / x"))
        #expect(text.split(separator: "\n").last?.hasPrefix("-- Dump completed") == true)
        #expect(description.database == home.name)
        #expect(description.serverVersion == (try home.run("SELECT VERSION()")).trimmingNewline)
        #expect(description.clientVersion == (try RealDump.client.get().version))
        #expect(description.options.prefix(3) == ["--single-transaction", "--routines", "--triggers"])
        #expect(!description.options.contains { $0.contains("defaults-file") || $0 == "--" })
    }

    @Test func `events and old rows are dumped where there are some`() throws {
        let home = try TestDatabase()
        try home.run(
            """
            CREATE EVENT nightly ON SCHEDULE EVERY 1 DAY DO SELECT 1;
            CREATE TABLE prices (amount INT) WITH SYSTEM VERSIONING;
            INSERT INTO prices VALUES (4711); UPDATE prices SET amount = 815;
            """)

        let (text, description) = try RealDump(of: home.place).text()

        #expect(text.contains("EVENT `nightly`"))
        #expect(text.contains("4711"), "what the row was before")
        #expect(description.options.contains("--events"))
        #expect(description.options.contains("--loose-dump-history"))
    }

    @Test func `a reader that leaves some of the text has made no dump`() throws {
        let home = try TestDatabase.withFixture()
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 100, alignment: 1)
        defer { buffer.deallocate() }

        #expect(throws: BackupError.dumpFailed(reason: "its text was not read to the end")) {
            try RealDump(of: home.place).dump { source throws(BackupError) in
                _ = try source.read(into: buffer)
            }
        }
        #expect(throws: BackupError.dumpFailed(reason: "its text was not read to the end")) {
            try RealDump(of: home.place).dump { _ in }
        }
    }

    @Test func `the reader's own failure comes through`() throws {
        let home = try TestDatabase.withFixture()

        #expect(throws: BackupError.storageFull(reason: "full")) {
            try RealDump(of: home.place).dump { _ throws(BackupError) in
                throw .storageFull(reason: "full")
            }
        }
    }

    @Test func `a program that cannot be started is a failed dump`() throws {
        let home = try TestDatabase()
        let dump = try RealDump(of: home.place, by: DumpClient(path: "/nonexistent/mysqldump", version: "x"))

        let error = #expect(throws: BackupError.self) {
            try dump.dump { _ in Issue.record("there is nothing to read") }
        }

        let words = "posix_spawn '/nonexistent/mysqldump': No such file or directory [errno 2]"
        let start = "the dump failed: the dump program could not be started: \(words)\nhint: is there a dump program"
        #expect(error?.description.hasPrefix(start) == true)
    }

    @Test func `a server that is not there is unavailable, and no program is started`() throws {
        var place = try TestDatabase().place
        place.socketPath = "/nonexistent/mysql.sock"

        let error = #expect(throws: BackupError.self) {
            try RealDump(of: place).dump { _ in Issue.record("there is nothing to read") }
        }

        let start = "the database cannot be reached: connect to /nonexistent/mysql.sock, database \(place.database): "
        #expect(error?.description.hasPrefix(start) == true)
    }

    @Test func `a view that refers to what is gone is named, with its cause`() throws {
        let home = try TestDatabase()
        try home.run("CREATE TABLE t (id INT); CREATE VIEW v AS SELECT id FROM t; DROP TABLE t")

        let error = #expect(throws: BackupError.self) { try RealDump(of: home.place).text() }

        let text = error?.description ?? ""
        #expect(text.hasPrefix("the dump failed: it ended with exit status 2: "))
        #expect(text.contains("`\(home.name)`.`v`") || text.contains("'\(home.name).v'"))
        #expect(text.hasSuffix("\nhint: a view refers to something that is gone or may not be seen: repair or drop it"))
    }

    @Test func `a session that is killed half-way is a failed dump`() throws {
        let home = try TestDatabase()
        try home.run("CREATE TABLE t (v TEXT); INSERT INTO t SELECT REPEAT('x', 1000) FROM seq_1_to_20000")
        let dump = try RealDump(of: home.place)

        let error = #expect(throws: BackupError.self) {
            try dump.dump { source throws(BackupError) in
                let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 100_000, alignment: 1)
                defer { buffer.deallocate() }
                _ = try source.read(into: buffer)
                killClient(of: home)
                while try source.read(into: buffer) > 0 {}
            }
        }

        #expect(error?.description.hasPrefix("the dump failed: it ended with exit status ") == true)
        #expect(error?.description.contains("hint: the connection broke") == true, "\(String(describing: error))")
    }
}

/// Ends the session of the client that has its first bytes out and waits for its reader.
private func killClient(of home: TestDatabase) {
    let reading = "db = DATABASE() AND info LIKE 'SELECT /*!40001%'"
    #expect(throws: Never.self) {
        let id = try home.run("SELECT id FROM information_schema.processlist WHERE \(reading)")
        try home.run("KILL \(id)")
    }
}

extension String {
    fileprivate var trimmingNewline: String { hasSuffix("\n") ? String(dropLast()) : self }
}
