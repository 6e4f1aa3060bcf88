import BackupCore
import Testing

@testable import backupctl

@Suite struct ReadingProgressTests {
    private func reading(of expected: Int64?) -> DumpProgress.State {
        let progress = DumpProgress()
        progress.enter(.verifying, expecting: expected)
        if expected != nil { progress.advance(to: 400_000_000, in: nil) }
        return progress.now
    }

    @Test func `of a file that is read, its bytes are told, and its name where there are several`() {
        let text = ProgressText(reading(of: 1_000_000_000), pace: Pace(), of: "2 of 3, a.sql.gz")

        #expect(
            text.bar(columns: 110)
                == "[############------------------]  40 %  verifying  400 MB of 1.0 GB  2 of 3, a.sql.gz"
        )
        #expect(text.fields.contains { $0.key == "file_bytes" })
        #expect(ProgressText(reading(of: nil), pace: Pace()).bar(columns: 80) == "verifying")
    }
}
