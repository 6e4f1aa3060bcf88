import BackupCore

extension BackupError {
    /// The port's form of a database error.
    init(_ error: MySQLError) {
        self =
            error.isUnavailable
            ? .databaseUnavailable(reason: error.description) : .catalogFailed(reason: error.description)
    }
}

/// Runs queries and gives their errors the port's form.
func asking<Result>(_ body: () throws(MySQLError) -> Result) throws(BackupError) -> Result {
    do throws(MySQLError) { return try body() } catch { throw BackupError(error) }
}
