import FoundationEssentials

extension BackupService {
    /// Dumps the database into a new compressed file, records it, and prunes what the retention policy gives up.
    ///
    /// The file is whole on disk before its row exists, so every row names a file that can be restored. An operator is
    /// no user of the ERP and has no identity. A backup that was made before under the same key is answered again.
    /// Whoever waits for the lock alone is told by `whenHeld`.
    package func create(
        by identity: Identity?, reporting progress: DumpProgress = DumpProgress(), under key: RequestKey? = nil,
        whenHeld: (Attempt) -> Void = { _ in }
    ) throws(BackupError) -> Backup {
        // Also while another backup is being made.
        if let made = try backup(for: identity, under: key) { return made }
        return try telling(by: identity) { () throws(BackupError) in
            try lock.hold { held throws(BackupError) in
                reach(.createLocked)
                let attempt = Attempt(
                    startedAt: clock.second, by: identity, request: request, session: held.session)
                activity.begin(attempt, progress)
                whenHeld(attempt)
                return try noting(attempt) { () throws(BackupError) in
                    try make(CreateOrder(identity, under: key, at: attempt.startedAt), under: held, progress)
                }
            }
        }
    }

    /// Runs a create, and notes before and after how it stands.
    private func noting(
        _ attempt: Attempt, _ body: () throws(BackupError) -> CreateResult
    ) throws(BackupError) -> CreateResult {
        var attempt = attempt
        note(attempt)
        defer {
            attempt.endedAt = clock.second
            activity.end(attempt)
            note(attempt)
        }
        do throws(BackupError) {
            let result = try body()
            attempt.backup = result.backup.id
            return result
        } catch {
            attempt.failure = Attempt.Failure(error)
            throw error
        }
    }

    /// The backup that this caller's key brought before, as its create answered it.
    func backup(for identity: Identity?, under key: RequestKey?) throws(BackupError) -> Backup? {
        guard let key, let made = try backup(under: key) else { return nil }
        return Backup(made, madeBy: identity)
    }

    /// Leaves a note for whoever asks elsewhere or later; the backup does not depend on it.
    private func note(_ attempt: Attempt) {
        do throws(BackupError) {
            let folder = try storage.open()
            // Until this one has ended, the last that did is the one before.
            let previous = attempt.endedAt == nil ? try folder.note()?.latest : nil
            try folder.saveNote(AttemptNote(attempt, after: previous))
        } catch {
            log.warning("how a create stands could not be noted", ["error": error])
        }
    }
}

/// What is asked for, by whom, and since when.
struct CreateOrder {
    let identity: Identity?
    let key: RequestKey?
    let startedAt: Date

    init(_ identity: Identity?, under key: RequestKey?, at startedAt: Date) {
        self.identity = identity
        self.key = key
        self.startedAt = startedAt
    }
}

/// What a create came to.
enum CreateResult {
    case made(BackupOutcome.Made)
    /// The backup was made before, under the same key.
    case found(Backup)

    var backup: Backup {
        switch self {
        case .made(let made): made.backup
        case .found(let backup): backup
        }
    }
}
