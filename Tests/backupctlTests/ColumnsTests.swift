import Testing

@testable import backupctl

@Suite struct ColumnsTests {
    private let values = ["7", "2026-02-23T14:30:00Z", "123", "a.sql.gz"]

    @Test func `a program gets tabs`() {
        #expect(
            Columns.backups.line(values, forReader: false) == "7\t2026-02-23T14:30:00Z\t123\ta.sql.gz\n")
    }

    @Test func `a reader gets each value below its name`() {
        let names = Columns.backups.line(Columns.backups.names, forReader: true)
        let line = Columns.backups.line(values, forReader: true)

        for (name, value) in zip(Columns.backups.names, values) {
            #expect(names.firstRange(of: name)?.lowerBound == line.firstRange(of: value)?.lowerBound, "\(name)")
        }
    }

    @Test func `no value ends a line or steers a terminal`() {
        for forReader in [true, false] {
            let line = Columns.repairs.line(["part", "a\n\u{1B}[2Jb"], forReader: forReader)
            #expect(line.hasSuffix("a??[2Jb\n"))
        }
    }
}
