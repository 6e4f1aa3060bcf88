import HTTP
import Synchronization

/// What the worker threads are at, for whoever wants to know whether the server is alive.
///
/// A thread that serves nobody comes round by itself at least every half minute; one that serves may take as long as a backup
/// does.
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

    private let state = Mutex(State(threads: 0, busy: 0, lastRound: .now))

    package init() {}

    package var now: State { state.withLock { $0 } }

    func begin() { change { $0.threads += 1 } }
    func end() { change { $0.threads -= 1 } }
    func comeRound() { change { _ in } }

    fileprivate func startAnswering() { change { $0.busy += 1 } }
    fileprivate func finishAnswering() { change { $0.busy -= 1 } }

    private func change(_ body: (inout State) -> Void) {
        state.withLock { state in
            body(&state)
            state.lastRound = .now
        }
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
