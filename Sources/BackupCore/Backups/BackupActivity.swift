import Synchronization

/// What this process has to do with creates: the one that runs in it, and the last that did.
package final class BackupActivity: Sendable {
    /// A create that runs here.
    struct Running: Sendable {
        let attempt: Attempt
        let progress: DumpProgress
    }

    private let state = Mutex<(running: Running?, last: Attempt?)>((nil, nil))

    package init() {}

    var running: Running? { state.withLock { $0.running } }
    /// The last one that ended here.
    var last: Attempt? { state.withLock { $0.last } }

    func begin(_ attempt: Attempt, _ progress: DumpProgress) {
        state.withLock { $0.running = Running(attempt: attempt, progress: progress) }
    }

    func end(_ attempt: Attempt) { state.withLock { $0 = (nil, attempt) } }
}
