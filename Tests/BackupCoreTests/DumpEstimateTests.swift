import Testing

@testable import BackupCore

@Suite struct DumpEstimateTests {
    private func state(
        _ phase: DumpProgress.Phase, _ sqlBytes: Int64, of expected: Int64?
    ) -> DumpProgress.State {
        DumpProgress.State(phase: phase, sqlBytes: sqlBytes, expectedSQLBytes: expected)
    }

    @Test func `percent is of what was foreseen, and never all`() {
        #expect(state(.preparing, 0, of: nil).percent == nil)
        #expect(state(.dumping, 0, of: 200).percent == 0)
        #expect(state(.dumping, 50, of: 200).percent == 25)
        #expect(state(.dumping, 300, of: 200).percent == 99)
        #expect(state(.finishing, 300, of: 200).percent == 99)
    }

    @Test func `what is left is told by the pace so far, once there is one`() {
        #expect(state(.dumping, 50, of: 200).secondsLeft(after: .seconds(10)) == 30)
        #expect(state(.dumping, 50, of: 200).secondsLeft(after: .milliseconds(900)) == nil)
        #expect(state(.dumping, 0, of: 200).secondsLeft(after: .seconds(10)) == nil)
        #expect(state(.dumping, 200, of: 200).secondsLeft(after: .seconds(10)) == nil)
        #expect(state(.finishing, 50, of: 200).secondsLeft(after: .seconds(10)) == nil)
        #expect(state(.dumping, 1, of: .max).secondsLeft(after: .seconds(1 << 40)) == 1_000_000_000)
    }
}
