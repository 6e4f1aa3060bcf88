import BackupCore
import Posix

/// Tells the operator how far something has come, from a thread of its own.
enum ProgressWatch {
    /// Runs `body` while `progress` is shown: as a bar on a terminal, elsewhere as lines of the log.
    static func watching<Result>(
        _ progress: DumpProgress, at desk: Desk, _ body: () throws(BackupError) -> Result
    ) throws(BackupError) -> Result {
        let end: Cancellation
        let thread: PosixThread
        do throws(SystemError) {
            end = try Cancellation()
            thread = try PosixThread(named: "progress") { [end, status = desk.status, log = desk.deployment.log] in
                status.isTerminal
                    ? showBar(of: progress, on: status, until: end) : writeLines(of: progress, to: log, until: end)
            }
        } catch {
            throw .outputFailed(reason: "the progress cannot be watched: \(error)")
        }
        defer {
            end.cancel()
            thread.join()
        }
        return try body()
    }

    private static func showBar(of progress: DumpProgress, on status: StatusLine, until end: Cancellation) {
        var pace = Pace()
        while !end.wait(atMost: .milliseconds(200)) {
            let state = progress.now
            pace.note(state.sqlBytes, at: Machine.now, in: state.phase)
            status.show(ProgressText(state, pace: pace).bar(columns: status.columns))
        }
        status.show("")
    }

    private static func writeLines(of progress: DumpProgress, to log: Log, until end: Cancellation) {
        var (pace, milestones) = (Pace(), Milestones())
        while !end.wait(atMost: .seconds(1)) {
            let state = progress.now
            pace.note(state.sqlBytes, at: Machine.now, in: state.phase)
            let text = ProgressText(state, pace: pace)
            if milestones.isDue(state.phase, percent: text.percent, at: Machine.now) {
                log.info("\(state.phase.rawValue)", text.fields)
            }
        }
    }
}

/// When a line about progress is due: at each phase, each tenth, and after half a minute of silence.
struct Milestones {
    private var last: (phase: DumpProgress.Phase, tenth: Int, seconds: Double)?

    mutating func isDue(_ phase: DumpProgress.Phase, percent: Int?, at seconds: Double) -> Bool {
        let tenth = (percent ?? 0) / 10
        guard let last else {
            self.last = (phase, tenth, seconds)
            return false
        }
        guard last.phase != phase || tenth > last.tenth || seconds - last.seconds >= 30 else { return false }
        self.last = (phase, tenth, seconds)
        return true
    }
}
