import BackupCore
import Synchronization
import Testing

@testable import backupctl

@Suite struct ProgressTextTests {
    private func state(
        _ bytes: Int64, of expected: Int64?, in table: String? = nil, phase: DumpProgress.Phase = .dumping
    ) -> DumpProgress.State {
        let progress = DumpProgress()
        progress.enter(phase, expecting: expected)
        progress.advance(to: bytes, in: table.map { ObjectName($0) })
        return progress.now
    }

    /// 80 MB a second.
    private var pace: Pace {
        var pace = Pace()
        pace.note(0, at: 100)
        pace.note(400_000_000, at: 105)
        return pace
    }

    @Test func `the bar tells part, amount, rate, time left and table`() {
        let text = ProgressText(state(400_000_000, of: 1_000_000_000, in: "invoice_lines"), pace: pace)

        #expect(
            text.bar(columns: 110)
                == "[############------------------]  40 %  400 MB of 1.0 GB  80.0 MB/s  0:07 left  invoice_lines")
        #expect(
            text.fields.map { "\($0.key)=\($0.value)" } == [
                "percent=40", "sql_bytes=400000000", "bytes_per_second=80000000", "seconds_left=7",
                "table=invoice_lines",
            ])
    }

    @Test func `what nobody knows is left out`() {
        #expect(ProgressText(state(0, of: nil, phase: .preparing), pace: Pace()).bar(columns: 80) == "preparing")
        #expect(ProgressText(state(2_000_000, of: nil), pace: Pace()).bar(columns: 80) == "2.0 MB")
        #expect(ProgressText(state(0, of: nil, phase: .preparing), pace: Pace()).percent == nil)
    }

    @Test func `before the end it is never a hundred, whatever was foreseen`() {
        let beyond = ProgressText(state(3_000_000, of: 1_000_000), pace: pace)

        #expect(beyond.percent == 99)
        #expect(beyond.bar(columns: 80).hasSuffix("99 %  3.0 MB  80.0 MB/s"))
        #expect(ProgressText(state(5, of: 5, phase: .finishing), pace: Pace()).percent == 99)
    }

    @Test(arguments: [20, 40, 60, 80, 120, 300])
    func `it fits into the terminal, whatever the table is called`(columns: Int) {
        for table in [String(repeating: "x", count: 64), String(repeating: "表", count: 64), "\u{1B}[2J\r\n"] {
            let bar = ProgressText(state(400_000_000, of: 1_000_000_000, in: table), pace: pace).bar(columns: columns)

            #expect(bar.columns < columns)
            #expect(!bar.unicodeScalars.contains { $0.value < 0x20 })
        }
    }

    @Test(arguments: [
        (0, "0 B"), (999, "999 B"), (1000, "1.0 kB"), (99_949, "99.9 kB"), (99_950, "100 kB"), (999_499, "999 kB"),
        (999_500, "1.0 MB"), (1_234_000_000, "1.2 GB"), (9e18, "9.0 EB"),
    ])
    func `sizes are short`(bytes: Double, text: String) {
        #expect(ProgressText.size(bytes) == text)
    }

    @Test(arguments: [(0, "0:00"), (65, "1:05"), (3599, "59:59"), (3600, "1:00:00"), (90061, "25:01:01")])
    func `times are as on a clock`(seconds: Int, text: String) {
        #expect(ProgressText.time(seconds) == text)
    }
}

@Suite struct PaceTests {
    @Test func `follows the last seconds only`() throws {
        var pace = Pace()
        for second in 0...20 { pace.note(Int64(second) * 1000, at: Double(second)) }
        #expect(pace.bytesPerSecond == 1000)

        for second in 21...40 { pace.note(20_000, at: Double(second)) }

        #expect(pace.bytesPerSecond == 0)
    }

    @Test func `what was waited for before does not slow it down`() {
        var pace = Pace()
        for second in 0...8 { pace.note(0, at: Double(second), in: .verifying) }

        pace.note(1000, at: 9, in: .restoring)
        pace.note(3000, at: 10, in: .restoring)

        #expect(pace.bytesPerSecond == 2000)
    }

    @Test func `one moment is no pace, nor is a clock that goes back`() {
        var pace = Pace()
        #expect(pace.bytesPerSecond == nil)
        pace.note(10, at: 5)
        #expect(pace.bytesPerSecond == nil)
        pace.note(20, at: 4)
        #expect(pace.bytesPerSecond == nil)
    }
}

@Suite struct MilestonesTests {
    @Test func `a line is due at a phase, at each tenth, and after half a minute`() {
        var milestones = Milestones()
        let moments: [(DumpProgress.Phase, Int?, Double)] = [
            (.preparing, nil, 0), (.preparing, nil, 1), (.dumping, 0, 2), (.dumping, 9, 3), (.dumping, 10, 4),
            (.dumping, 35, 5), (.dumping, 39, 6), (.dumping, 39, 34), (.dumping, 39, 35), (.dumping, 39, 36),
            (.finishing, 99, 37), (.finishing, 99, 38),
        ]

        let due = moments.map { milestones.isDue($0.0, percent: $0.1, at: $0.2) }

        #expect(due == [false, false, true, false, true, true, false, false, true, false, true, false])
    }
}

@Suite struct StatusLineTests {
    @Test func `a line of the log takes the bar away and puts it back below`() {
        let written = Mutex<[String]>([])
        let status = StatusLine(isTerminal: true) { text in written.withLock { $0.append(text) } }

        status.log("one")
        status.show("bar")
        status.show("bar")
        status.log("two")
        status.show("")
        status.log("three")

        let erase = "\r\u{1B}[K"
        #expect(written.withLock { $0 } == ["one\n", erase + "bar", erase + "two\nbar", erase, "three\n"])
    }

    @Test func `elsewhere than on a terminal nothing changes in place`() {
        let written = Mutex<[String]>([])
        let status = StatusLine(isTerminal: false) { text in written.withLock { $0.append(text) } }

        status.show("bar")
        status.log("one")
        status.complain(.storageFailed(reason: "\u{1B}]0;x\u{7}\nhint: mend it"))

        #expect(
            written.withLock { $0 } == [
                "one\n", "backupctl: the backup folder could not be used: ?]0;x?\nhint: mend it\n",
            ])
    }
}
