import BackupCore
import FastCGI
import Posix
import Synchronization

/// What a service manager is told of the worker, where it wants to know: sd_notify(3), with `NOTIFY_SOCKET` and
/// `WATCHDOG_USEC`.
///
/// `WATCHDOG=1` is said by a thread of its own, and only while ``Vitality`` finds the worker alive. Where it does not,
/// nothing is said, and the manager ends the worker and starts another.
final class Supervision: Sendable {
    private let socket: NotifySocket?
    private let interval: Duration
    private let log: Log
    private let isStopping = Mutex(false)

    /// How often the status is told when the manager keeps no watch.
    private static let longestInterval = Duration.seconds(30)
    private static let recoveryTime = Duration.seconds(60)

    init(_ environment: [String: String], log: Log) {
        self.log = log
        interval = Self.interval(environment)
        guard let address = environment["NOTIFY_SOCKET"], !address.isEmpty else {
            socket = nil
            return
        }
        do throws(SystemError) {
            socket = try NotifySocket(at: address)
        } catch {
            log.warning("the service manager cannot be told anything", ["error": error])
            socket = nil
        }
    }

    /// Three times in the manager's patience, as sd_watchdog_enabled(3) advises, so that a late one does no harm.
    static func interval(_ environment: [String: String]) -> Duration {
        guard let text = environment["WATCHDOG_USEC"], let microseconds = Int64(text), microseconds > 0 else {
            return longestInterval
        }
        return min(.microseconds(microseconds) / 3, longestInterval)
    }

    /// Says that the worker is ready, once its start has put rows and files in order: no backup can be made meanwhile.
    ///
    /// A database that does not answer is no reason to wait for ever: the worker serves, and says so to its callers.
    func ready(once recovered: Semaphore) {
        guard socket != nil else { return }
        _ = recovered.isSignaled(within: Self.recoveryTime)
        tell("READY=1\nSTATUS=ready")
    }

    func stopping() {
        isStopping.withLock { $0 = true }
        tell("STOPPING=1\nSTATUS=stopping once the requests in progress are answered")
    }

    /// Looks after the worker until `ended`; to be run by a thread that does nothing else.
    ///
    /// `look` tells what the threads are at, and what speaks against taking the worker for alive.
    func watch(
        until ended: Cancellation, _ look: @Sendable () -> (activity: Activity.State, complaint: String?)
    ) {
        guard socket != nil else { return }
        var isDead = false
        repeat {
            let (activity, complaint) = look()
            if let complaint, !isDead { log.error("the worker stands still", ["reason": complaint]) }
            isDead = complaint != nil
            tell((isDead ? "" : "WATCHDOG=1\n") + "STATUS=\(status(activity, complaint))")
        } while !ended.wait(atMost: interval)
    }

    private func status(_ activity: Activity.State, _ complaint: String?) -> String {
        if let complaint { return "stands still: \(complaint)" }
        let phase = isStopping.withLock { $0 } ? "stopping" : "serving"
        return "\(phase), \(activity.busy) of \(activity.threads) threads busy"
    }

    private func tell(_ message: String) {
        guard socket != nil else { return }
        do throws(SystemError) {
            try socket?.send(message)
        } catch {
            log.warning("the service manager was not told", ["error": error])
        }
    }
}
