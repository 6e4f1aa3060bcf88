extension BackupRestorer {
    /// Puts a database back that was not there or held nothing; what held something cannot be put back.
    ///
    /// - Returns: the error to be told: the cause first, and behind it what stays as it must not.
    func leave(_ database: String, _ before: TargetState?, after failure: LoadFailure) -> BackupError {
        if let before, before.census.count > 0 { return leaveHolding(database, after: failure) }
        do throws(BackupError) {
            try target.putBack(before, of: database)
            log.warning(
                before == nil ? "the database of a failed restore was dropped" : "the database was emptied again",
                ["database": database])
        } catch let obstacle {
            let state = "'\(database)' is half restored and could not be emptied: \(obstacle)"
            return .leftBehind(after: failure.cause, state: state)
        }
        guard let unended = failure.unended else { return failure.cause }
        return .leftBehind(after: failure.cause, state: "the server may still be at work in '\(database)': \(unended)")
    }

    private func leaveHolding(_ database: String, after failure: LoadFailure) -> BackupError {
        let state =
            switch failure.carriedOut {
            case .nothing: "nothing of the backup was carried out: '\(database)' is as it was"
            case .some:
                "'\(database)' was not empty before and is half restored now: restore over it again with --force before it is used"
            case .all: "'\(database)' was not empty before and was restored over: do not use it as it is"
            }
        guard let unended = failure.unended else { return .leftBehind(after: failure.cause, state: state) }
        return .leftBehind(after: failure.cause, state: "\(state)\nthe server may still be at work in it: \(unended)")
    }

    /// Databases that no backup is of.
    static let serversOwn = ["mysql", "sys", "information_schema", "performance_schema"]
}
