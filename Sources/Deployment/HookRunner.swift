import BackupCore
import Synchronization
import Watch

/// Runs the hook beside the request whose create has ended, so that its answer waits for nothing.
///
/// One run at a time goes on so. Whoever ends another create meanwhile waits for his own, and thus calls in a row pile no
/// programs up. None is lost: whoever stops the service waits for what goes on beside.
final class HookRunner: Sendable {
    private let hook: Hook
    private let figures: Figures
    private let background: BackgroundThreads
    private let isBusy = Atomic(false)

    init(_ hook: Hook, in background: BackgroundThreads, countingIn figures: Figures) {
        self.hook = hook
        self.background = background
        self.figures = figures
    }

    func tell(_ outcome: BackupOutcome, log: Log) {
        guard hook.hears(of: outcome) else { return }
        guard isBusy.compareExchange(expected: false, desired: true, ordering: .sequentiallyConsistent).exchanged else {
            return run(outcome, log: log)
        }
        do throws(BackupError) {
            try background.start(named: "hook") { proceed in
                proceed()
                self.run(outcome, log: log)
                self.isBusy.store(false, ordering: .sequentiallyConsistent)
            }
        } catch {
            // No thread to be had: then it is run here.
            run(outcome, log: log)
            isBusy.store(false, ordering: .sequentiallyConsistent)
        }
    }

    private func run(_ outcome: BackupOutcome, log: Log) {
        if !hook.tell(outcome, log: log) { figures.noteHookFailure() }
    }
}
