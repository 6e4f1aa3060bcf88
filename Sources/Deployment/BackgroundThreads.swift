package import BackupCore
import Posix
import Synchronization

/// Threads for what goes on after its request was answered; whoever stops the service waits for them.
package final class BackgroundThreads: Background {
    /// One thread, and whether it is done.
    private struct Started: Sendable {
        let thread: PosixThread
        let isDone: Cancellation
    }

    private let started = Mutex<[Started]>([])

    package func start(
        _ body: @escaping @Sendable (_ proceed: @escaping @Sendable () -> Void) -> Void
    ) throws(BackupError) {
        try start(named: "backup", body)
    }

    func start(
        named name: String, _ body: @escaping @Sendable (_ proceed: @escaping @Sendable () -> Void) -> Void
    ) throws(BackupError) {
        forgetDone()
        do throws(SystemError) {
            let (mayProceed, isDone) = (try Cancellation(), try Cancellation())
            let thread = try PosixThread(named: name) {
                body { mayProceed.cancel() }
                mayProceed.cancel()
                isDone.cancel()
            }
            started.withLock { $0.append(Started(thread: thread, isDone: isDone)) }
            while !mayProceed.wait(atMost: .seconds(3600)) {}
        } catch {
            throw .dumpFailed(reason: "the thread '\(name)' could not be started: \(error)")
        }
    }

    /// Waits until all is done, and what that started too; to be called once nothing else starts anything.
    package func join() {
        while started.withLock({ !$0.isEmpty }) { end { _ in true } }
    }

    private func forgetDone() { end(where: \.isDone.isCancelled) }

    private func end(where condition: (Started) -> Bool) {
        let ending = started.withLock { started in
            let ending = started.filter(condition)
            started.removeAll(where: condition)
            return ending
        }
        for one in ending { one.thread.join() }
    }
}
