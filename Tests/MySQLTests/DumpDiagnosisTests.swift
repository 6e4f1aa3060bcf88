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

    @Test func `adds the cause and the remedy where it knows them`() {
        let words = #"mariadb-dump: Got error: 1049: "Unknown database 'erp'" when selecting the database"#

        let hint = "there is no such database: is DB_DATABASE right?"
        #expect(failure(words) == "the dump failed: it ended with exit status 2: \(words)\nhint: \(hint)")
    }

    @Test func `leaves out that the programs do not know options of ours`() {
        let warnings = "Warning: mariadb-dump: unknown variable 'loose-column-statistics=0'\nmysqldump: hm\n"

        #expect(failure(warnings) == "the dump failed: it ended with exit status 2: mysqldump: hm")
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
