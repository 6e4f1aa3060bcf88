import BackupCore
import Synchronization

/// The calls that a service makes on the outside world, counted, and at will one of them broken.
package final class Disturbance: Sendable {
    package enum Kind: Sendable, CaseIterable {
        /// The call fails and has done nothing.
        case refusal
        /// The call does its work and is reported as failed.
        case lostAnswer
        /// The process dies before the call: neither it nor anything later is done.
        case death
    }

    private struct State {
        var calls = 0
        var plan: (kind: Kind, call: Int)?
        var visit: (call: Int, body: @Sendable () -> Void)?
        var isDead = false
    }

    private let state = Mutex(State())

    package init() {}

    /// Breaks the `call`-th call from now on, the first being 1.
    package func arm(_ kind: Kind, atCall call: Int) {
        state.withLock { $0 = State(plan: (kind, call)) }
    }

    /// Lets `visitor`, another process, do its work just before the `call`-th call.
    package func arm(atCall call: Int, visitor: @escaping @Sendable () -> Void) {
        state.withLock { $0 = State(visit: (call, visitor)) }
    }

    /// Lets everything succeed from now on, in a process started anew if need be.
    package func disarm() { state.withLock { $0 = State() } }

    /// Whether the call that was to break, or to be visited, was reached.
    package var hasStruck: Bool {
        state.withLock { state in (state.plan?.call ?? state.visit?.call).map { $0 <= state.calls } ?? false }
    }

    package var isDead: Bool { state.withLock { $0.isDead } }

    /// Makes one call.
    ///
    /// A call that is `whole` by its contract does everything or nothing; a lost answer then is a refusal.
    func call<Result>(
        failure: @autoclosure () -> BackupError, whole: Bool = false, _ body: () throws(BackupError) -> Result
    ) throws(BackupError) -> Result {
        let (visitor, kind) = next()
        visitor?()
        switch kind {
        case nil:
            return try body()
        case .lostAnswer where !whole:
            _ = try body()
            throw failure()
        case .refusal, .lostAnswer, .death:
            throw failure()
        }
    }

    /// What befalls the next call: who comes before it, and how it breaks.
    private func next() -> (visitor: (@Sendable () -> Void)?, kind: Kind?) {
        state.withLock { state in
            if state.isDead { return (nil, .death) }
            state.calls += 1
            if let visit = state.visit, visit.call == state.calls { return (visit.body, nil) }
            guard let plan = state.plan, plan.call == state.calls else { return (nil, nil) }
            state.isDead = plan.kind == .death
            return (nil, plan.kind)
        }
    }
}
