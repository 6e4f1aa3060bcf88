import HTTP
import Synchronization

/// What the worker threads are at, for whoever wants to know whether the server is alive.
///
/// A thread that serves nobody comes round by itself at least every half minute; one that serves may take as long as a
/// backup does.
package final class Activity: Sendable {
    package struct State: Sendable, Equatable {
        /// Threads that have begun and not ended.
        package var threads: Int
        /// Threads that answer a request.
        package var busy: Int
        /// When a thread last came round, began or ended an answer.
        package var lastRound: SuspendingClock.Instant

        package init(threads: Int, busy: Int, lastRound: SuspendingClock.Instant) {
            self.threads = threads
            self.busy = busy
            self.lastRound = lastRound
        }
    }

    private let threads = Atomic(0)
    private let busy = Atomic(0)
    /// Nanoseconds from ``start`` to the last round.
    private let lastRound = Atomic<Int64>(0)
    private let start = SuspendingClock.now

    package init() {}

    /// Numbers that every request changes, so they are read one by one: they may be of slightly different moments.
    package var now: State {
        State(
            threads: threads.load(ordering: .relaxed), busy: busy.load(ordering: .relaxed),
            lastRound: start + .nanoseconds(lastRound.load(ordering: .relaxed)))
    }

    func begin() { change(threads, by: 1) }
    func end() { change(threads, by: -1) }

    func comeRound() {
        let (seconds, attoseconds) = (SuspendingClock.now - start).components
        lastRound.store(seconds * 1_000_000_000 + attoseconds / 1_000_000_000, ordering: .relaxed)
    }

    fileprivate func startAnswering() { change(busy, by: 1) }
    fileprivate func finishAnswering() { change(busy, by: -1) }

    private func change(_ count: borrowing Atomic<Int>, by difference: Int) {
        count.wrappingAdd(difference, ordering: .relaxed)
        comeRound()
    }
}

/// A responder whose thread is busy while it answers.
struct BusyResponder: Responder {
    let responder: any Responder
    let activity: Activity

    func respond(to request: Request) -> Response {
        activity.startAnswering()
        defer { activity.finishAnswering() }
        return responder.respond(to: request)
    }
}
