import BackupCore
import Synchronization
import Watch

/// Runs the hook beside the requests whose creates have ended, so that their answers wait for nothing.
///
/// One run at a time, by one thread, in the order in which the creates ended. Only so many wait, as whoever stops the
/// service waits for them: whoever ends a create while there are more waits for his own run, and thus none is lost.
final class HookRunner: Sendable {
    /// What the hook is told of a create, and the log of its request.
    private struct Call: Sendable {
        let outcome: BackupOutcome
        let log: Log
    }

    private enum Turn {
        /// Nothing runs: whoever came runs it, and what comes to wait meanwhile.
        case now
        /// It waits in the line.
        case later
        /// The line is full.
        case never
    }

    private let hook: Hook
    private let figures: Figures
    private let background: BackgroundThreads
    /// Those that wait for the one that runs; nil while none does.
    private let line = Mutex<[Call]?>(nil)

    private static let mostWaiting = 8

    init(_ hook: Hook, in background: BackgroundThreads, countingIn figures: Figures) {
        self.hook = hook
        self.background = background
        self.figures = figures
    }

    func tell(_ outcome: BackupOutcome, log: Log) {
        guard hook.hears(of: outcome) else { return }
        let call = Call(outcome: outcome, log: log)
        switch turn(of: call) {
        case .later: return
        case .never: run(call)
        case .now:
            do throws(BackupError) {
                try background.start(named: "hook") { proceed in
                    proceed()
                    self.runAll(from: call)
                }
            } catch {
                // No thread to be had: then it is run here.
                runAll(from: call)
            }
        }
    }

    private func turn(of call: Call) -> Turn {
        line.withLock { line in
            guard let waiting = line else {
                line = []
                return .now
            }
            guard waiting.count < Self.mostWaiting else { return .never }
            line?.append(call)
            return .later
        }
    }

    private func runAll(from first: Call) {
        var next: Call? = first
        while let call = next {
            run(call)
            next = line.withLock { line in
                guard let waiting = line, let oldest = waiting.first else {
                    line = nil
                    return nil
                }
                line = Array(waiting.dropFirst())
                return oldest
            }
        }
    }

    private func run(_ call: Call) {
        if !hook.tell(call.outcome, log: call.log) { figures.noteHookFailure() }
    }
}
