import BackupCore
import Testing

@testable import MySQL

/// The words of MariaDB 10.11's and MySQL 9.7's own programs and servers, as they were provoked.
@Suite struct KnownFailureTests {
    private func hint(for words: String, reason: String = "it ended with exit status 2") -> String? {
        var diagnosis = DumpDiagnosis()
        diagnosis.append(Array(words.utf8)[...])
        let lines = diagnosis.failure(reason).description.split(separator: "\n")
        return lines.count == 2 ? String(lines[1].trimmingPrefix("hint: ")) : nil
    }

    @Test(arguments: MariaDBComplaints.all)
    func `knows what MariaDB's program complains of`(words: String, start: String) {
        #expect(hint(for: "mariadb-dump: \(words)\n")?.hasPrefix(start) == true)
    }

    @Test(arguments: MySQLComplaints.all)
    func `knows what MySQL's program complains of`(words: String, start: String) {
        #expect(hint(for: "mysqldump: \(words)\n")?.hasPrefix(start) == true)
    }

    @Test(arguments: [
        ("it ended with signal 9 (Killed)", "somebody killed it"),
        ("it wrote nothing for 600.0 seconds, so it was stopped", "SHOW PROCESSLIST tells"),
        (
            "the dump program could not be started: posix_spawn '/x': Permission denied [errno 13]",
            "is there a dump program"
        ),
    ])
    func `knows ends without a word`(reason: String, start: String) {
        #expect(hint(for: "", reason: reason)?.hasPrefix(start) == true)
    }

    @Test(arguments: [
        "mysqldump: Error: 'SELECT command denied to user 'e'@'localhost' for table 'column_masking_policy'' when trying to "
            + "dump masking policies",
        "Warning: mariadb-dump: unknown variable 'loose-column-statistics=0'",
        "mysqldump: [Warning] unknown variable 'loose-dump-history'.",
        "mariadb-dump: Error 4711: Nobody knows when dumping table `Got error: 1045: x (1356)` at row: 2013",
        "mariadb-dump: Couldn't execute 'show create table `(1412)`': unknown option 'x' 1045: 2013 (4711)",
        "mysqldump: Got errno 32 on write",
        "Warning: mariadb-dump: ignoring option '--hex-blob' due to invalid value 'zz' (1356)",
    ])
    func `takes neither harmless words nor names for a cause`(words: String) {
        #expect(hint(for: words) == nil)
    }

    @Test func `the last known complaint is the one that ended it`() {
        let masking = "mysqldump: Error: 'SELECT command denied' for table 'column_masking_policy'' when trying to dump"
        let tablespaces =
            "mysqldump: Error: 'Access denied; you need the PROCESS privilege' when trying to dump tablespaces"
        let end =
            "mysqldump: Got error: 1044: Access denied for user 'e'@'localhost' to database 'erp' when using LOCK TABLES"

        let hint = hint(for: "\(masking) masking policies\n\(tablespaces)\n\(end)\nmysqldump: goodbye\n")

        #expect(hint?.hasPrefix("grant the account SELECT, SHOW VIEW, TRIGGER and EVENT") == true)
    }
}
