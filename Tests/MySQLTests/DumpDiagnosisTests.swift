import BackupCore
import Testing

@testable import MySQL

@Suite struct DumpDiagnosisTests {
    private func failure(_ words: String) -> String {
        var diagnosis = DumpDiagnosis()
        diagnosis.append(Array(words.utf8)[...])
        return diagnosis.failure("it ended with exit status 2").description
    }

    @Test func `says what happened, and the program's own words on one line`() {
        let text = failure("mysqldump: [Warning] careful\nmysqldump: Got error 9999\n")

        let words = "mysqldump: [Warning] careful; mysqldump: Got error 9999"
        #expect(text == "the dump failed: it ended with exit status 2: \(words)")
    }

    @Test func `says only what happened when the program said nothing`() {
        #expect(failure("") == "the dump failed: it ended with exit status 2")
        #expect(failure("\n\n") == "the dump failed: it ended with exit status 2")
    }

    @Test(arguments: [
        ("Got error: 1045: \"Access denied for user 'erp'@'localhost'\" when trying to connect", "are DB_USERNAME"),
        ("Got error: 2002: \"Can't connect to local server through socket '/x'\"", "is the database server running"),
        ("Error 2013: Lost connection to server when dumping table `t` at row: 7", "the connection broke"),
        ("Got error: 2026: \"TLS/SSL error: self-signed certificate\" when", "the TLS connection failed"),
        ("Got error: 1356: \"View 'erp.v' references invalid table(s)\" when using LOCK TABLES", "a view refers"),
        ("Got error: 1449: \"The user specified as a definer ('x'@'%') does not exist\"", "a view or routine has"),
        ("Couldn't execute 'SHOW FIELDS': SELECT command denied (1142)", "grant the account SELECT, SHOW VIEW"),
        ("Got error: 1044: \"Access denied for user to database 'erp'\" when", "grant the account SELECT"),
        ("Error: 'Access denied; you need the PROCESS privilege(s)' (1227)", "the privilege that the message"),
        ("Got packet bigger than 'max_allowed_packet' bytes", "a row is larger"),
        ("unknown variable 'hex-blob=1'", "is BACKUP_MYSQLDUMP the intended program"),
        ("Authentication plugin 'caching_sha2_password' cannot be loaded", "install the server's own client"),
        ("Couldn't execute: Table definition has changed (1412)", "a table was altered"),
    ])
    func `knows the usual cause of a usual complaint`(words: String, hint: String) {
        let lines = failure("mysqldump: " + words).split(separator: "\n")

        #expect(lines.count == 2)
        #expect(lines.first == "the dump failed: it ended with exit status 2: mysqldump: \(words)")
        #expect(lines.last?.hasPrefix("hint: ") == true)
        #expect(lines.last?.contains(hint) == true)
    }

    @Test func `of endless complaints it keeps the first and the last`() {
        var diagnosis = DumpDiagnosis()
        diagnosis.append(Array("first ".utf8)[...])
        for _ in 0..<1000 { diagnosis.append([UInt8](repeating: UInt8(ascii: "x"), count: 1000)[...]) }
        diagnosis.append(Array(" last".utf8)[...])

        let text = diagnosis.failure("it ended").description

        #expect(text.hasPrefix("the dump failed: it ended: first xxx"))
        #expect(text.hasSuffix("xxx last"))
        #expect(text.utf8.count < 9000)
    }
}
