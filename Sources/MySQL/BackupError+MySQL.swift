import BackupCore

extension BackupError {
    /// The port's form of a database error.
    init(_ error: MySQLError) {
        // Unknown database, no such table.
        let isLost = [1049, 1146].contains(error.code)
        let reason =
            error.description
            + (isLost ? "\nhint: if it is lost: 'backupctl restore FILE --into DATABASE' asks no catalog" : "")
        self = error.isUnavailable ? .databaseUnavailable(reason: reason) : .catalogFailed(reason: reason)
    }
}

/// Runs queries and gives their errors the port's form.
func asking<Result>(_ body: () throws(MySQLError) -> Result) throws(BackupError) -> Result {
    do throws(MySQLError) { return try body() } catch { throw BackupError(error) }
}
