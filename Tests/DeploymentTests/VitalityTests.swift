import BackupCore
import FastCGI
import TestSupport
import Testing

@testable import Deployment

@Suite struct VitalityTests {
    private let vitality = Vitality(stallTimeout: .seconds(600))
    private let start = SuspendingClock.now

    /// What is said of two threads, of which so many are busy, after a silence.
    private func complaint(busy: Int, after silence: Duration, lastBeat: Duration = .zero) -> String? {
        vitality.complaint(
            about: Activity.State(threads: 2, busy: busy, lastRound: start), lastBeat: start + lastBeat,
            at: start + silence)
    }

    @Test(arguments: [0, 1])
    func `a thread without a request that does not come round is a reason`(busy: Int) {
        #expect(complaint(busy: busy, after: .seconds(120)) == nil)
        #expect(
            complaint(busy: busy, after: .seconds(121))
                == "no thread came round for 121 s, \(busy) of 2 busy, and no backup moved")
    }

    @Test func `threads that are all busy may be silent as long as a dump may, and then a disk`() {
        #expect(complaint(busy: 2, after: .seconds(1200)) == nil)
        #expect(complaint(busy: 2, after: .seconds(1201)) != nil)
    }

    @Test func `a backup that moves is life, however long it takes`() {
        #expect(complaint(busy: 2, after: .seconds(100_000), lastBeat: .seconds(99_999)) == nil)
    }

    @Test func `before the threads begin, and after they end, there is nothing to say`() {
        let activity = Activity.State(threads: 0, busy: 0, lastRound: start)

        #expect(vitality.complaint(about: activity, lastBeat: start, at: start + .seconds(100_000)) == nil)
    }

    @Test func `every block that a backup writes is a beat`() throws {
        let pulse = Pulse()
        let before = pulse.last
        let text = "CREATE TABLE `a` (`id` int);\n"

        _ = try TextDumper(text).dump(
            TextDumper(text).plan(), under: SteadyLock(), reporting: DumpProgress()
        ) { source throws(BackupError) in
            _ = try PulsingCompressor(compressor: FramedText(), pulse: pulse).compress(&source, into: CollectingSink())
        }

        #expect(pulse.last > before)
    }
}
