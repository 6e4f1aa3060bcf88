import BackupCore
import Glibc
import TestSupport
import Testing

@testable import MySQL

/// The account that restores need not be the app's.
@Suite(.enabled(if: RealDump.isInstalled, "needs mariadbd and a dump program"))
struct RestoreAccountTests {
    @Test func `an account that may not speak for others is told what it lacks, and does without definers`() throws {
        let world = try RestoreWorld()
        let home = try TestDatabase.withFixture()
        let (own, foreign) = ("'rst_\(getpid())'@'localhost'", "'rst_gone_\(getpid())'@'%'")
        let empty = try TestDatabase()
        try home.run(
            "CREATE USER \(own) IDENTIFIED BY 'p w'; GRANT ALL ON `\(empty.name)`.* TO \(own); CREATE USER \(foreign)")
        defer { #expect(throws: Never.self) { try home.run("DROP USER \(own), \(foreign)") } }
        try home.run("GRANT SELECT ON mysql.proc TO \(own)")
        try home.run("GRANT SELECT ON *.* TO \(foreign)")
        try home.run("CREATE DEFINER=\(foreign) VIEW v AS SELECT id FROM users")
        try home.run(
            "CREATE DEFINER=\(foreign) PROCEDURE p() SELECT 1; CREATE DEFINER=\(foreign) TRIGGER t BEFORE INSERT ON users FOR EACH ROW SET @x = 1"
        )
        let backup = try world.backUp(home)
        var place = empty.place
        (place.user, place.password) = ("rst_\(getpid())", "p w")
        let restorer = try world.restorer(at: place)

        func restore(_ options: RestoreOptions) throws {
            _ = try restorer.restore(backup, into: empty.name, options: options, reporting: DumpProgress())
        }

        let error = reason { try restore(RestoreOptions()) }
        try restore(RestoreOptions(stripsDefiners: true))

        #expect(error.contains("ERROR 1227 (42000)"))
        #expect(error.contains("hint: to make what others are the definers of, BACKUP_RESTORE_USERNAME needs SET USER"))
        #expect(!error.contains("p w"))
        let definers = "SELECT DISTINCT DEFINER FROM information_schema.VIEWS WHERE TABLE_SCHEMA = DATABASE()"
        #expect(try empty.run(definers) == "rst_\(getpid())@localhost\n")
        let drill = reason {
            _ = try restorer.drill(backup, stripsDefiners: true, reporting: DumpProgress())
        }
        #expect(drill.contains("[1044]\nhint: a drill needs GRANT ALL ON `backupd\\_drill\\_%`.*"))
    }
}

/// What an operator reads when it fails.
func reason(_ body: () throws -> Void) -> String {
    do {
        try body()
        return "nothing failed"
    } catch {
        return "\(error)"
    }
}
