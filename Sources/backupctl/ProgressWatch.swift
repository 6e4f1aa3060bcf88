import BackupCore
import Posix

/// Tells the operator how far something has come, from a thread of its own.
enum ProgressWatch {
    /// Runs `body` while `progress` is shown: as a bar on a terminal, elsewhere as lines of the log.
    ///
    /// Of several that come one after the other, each has a `name`.
    static func watching<Result>(
        _ progress: DumpProgress, called name: String = "", at desk: Desk, _ body: () throws(BackupError) -> Result
    ) throws(BackupError) -> Result {
        let end: Cancellation
        let thread: PosixThread
        do throws(SystemError) {
            end = try Cancellation()
            thread = try PosixThread(named: "progress") { [end, status = desk.status, log = desk.backups.log] in
                status.isTerminal
                    ? showBar(of: progress, called: name, on: status, until: end)
                    : writeLines(of: progress, to: log, until: end)
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

    private static func showBar(
        of progress: DumpProgress, called name: String, on status: StatusLine, until end: Cancellation
    ) {
        var pace = Pace()
        let start = ContinuousClock.now
        while !end.wait(atMost: .milliseconds(200)) {
            let state = progress.now
            pace.note(state.sqlBytes, at: start.secondsToNow, in: state.phase)
            status.show(ProgressText(state, pace: pace, of: name).bar(columns: status.columns))
        }
        status.show("")
    }

    private static func writeLines(of progress: DumpProgress, to log: Log, until end: Cancellation) {
        var (pace, milestones) = (Pace(), Milestones())
        let start = ContinuousClock.now
        while !end.wait(atMost: .seconds(1)) {
            let state = progress.now
            let seconds = start.secondsToNow
            pace.note(state.sqlBytes, at: seconds, in: state.phase)
            let text = ProgressText(state, pace: pace)
            if milestones.isDue(state.phase, percent: text.percent, at: seconds) {
                log.info("\(state.phase.rawValue)", text.fields)
            }
        }
    }
}
