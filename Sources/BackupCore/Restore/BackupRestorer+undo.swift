extension BackupRestorer {
    /// Puts a database back that was not there or held nothing.
    ///
    /// - Returns: the error to be told.
    func undo(_ error: BackupError, in database: String, before: TargetState?) -> BackupError {
        do throws(BackupError) {
            try target.putBack(before, of: database)
            log.warning(
                before == nil ? "the database of a failed restore was dropped" : "the database was emptied again",
                ["database": database])
            return error
        } catch let second {
            return .restoreFailed(
                reason: "\(error)\n'\(database)' is half restored and could not be emptied: \(second)")
        }
    }

    /// Databases that no backup is of.
    static let serversOwn = ["mysql", "sys", "information_schema", "performance_schema"]

    /// What held something before cannot be put back.
    func halfRestored(_ error: BackupError, _ database: String) -> BackupError {
        if error == .interrupted {
            log.error("the database is half restored: restore it again with --force", ["database": database])
            return error
        }
        return .restoreFailed(
            reason: "\(error)\n'\(database)' was not empty before and is half restored now: do not use it as it is")
    }
}
