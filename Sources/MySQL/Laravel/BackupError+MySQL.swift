import BackupCore

/// Runs queries and gives their errors the port's form.
func asking<Result>(_ body: () throws(MySQLError) -> Result) throws(BackupError) -> Result {
    do throws(MySQLError) {
        return try body()
    } catch {
        throw error.isUnavailable
            ? .databaseUnavailable(reason: error.description) : .catalogFailed(reason: error.description)
    }
}
