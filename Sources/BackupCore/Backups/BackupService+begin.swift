import Synchronization

/// Runs something beside the one who asks for it.
package protocol Background: Sendable {
    /// Starts `body`, and returns when it calls what it is given, or ends.
    func start(_ body: @escaping @Sendable (_ proceed: @escaping @Sendable () -> Void) -> Void) throws(BackupError)
}

/// What came of beginning a create.
package enum BegunCreate: Sendable, Equatable {
    case underWay(Attempt)
    /// The backup was made before, under the same key.
    case done(Backup)
}

extension BackupService {
    /// Begins a create and leaves it to itself; returns once it holds the lock.
    ///
    /// - Throws: what stands in its way by then, as ``BackupError/alreadyRunning``. What fails later is told by
    ///   ``status()``.
    package func begin(
        by identity: Identity, under key: RequestKey?, in background: any Background
    ) throws(BackupError) -> BegunCreate {
        let decision = Decision()
        try background.start { proceed in
            do throws(BackupError) {
                let backup = try create(by: identity, under: key) { attempt in
                    decision.make(.begun(.underWay(attempt)))
                    proceed()
                }
                decision.make(.begun(.done(backup)))
            } catch {
                if !decision.make(.refused(error)) { log.error("backup failed", ["error": error]) }
            }
        }
        switch decision.made {
        case .begun(let begun): return begun
        case .refused(let error): throw error
        case nil: preconditionFailure("a create was neither begun nor refused")
        }
    }
}

/// What the one who asks is told: the first thing that is known.
private final class Decision: Sendable {
    enum Made: Sendable {
        case begun(BegunCreate)
        case refused(BackupError)
    }

    private let state = Mutex<Made?>(nil)

    var made: Made? { state.withLock { $0 } }

    /// - Returns: false when he was told something before.
    @discardableResult
    func make(_ decision: Made) -> Bool {
        state.withLock { made in
            if made != nil { return false }
            made = decision
            return true
        }
    }
}
