/// The server that backups are restored into.
package protocol RestoreTarget: Sendable {
    /// Makes sure that there are the programs a restore needs.
    func ready() throws(BackupError)

    /// What is there; nil when there is no such database.
    func look(at database: String) throws(BackupError) -> TargetState?

    /// Keeps other restores, and backups, away from `database` while `body` runs.
    ///
    /// - Throws: ``BackupError/targetBusy(database:)`` when one is in it already.
    func holding<Result>(
        _ database: String, _ body: () throws(BackupError) -> Result
    ) throws(BackupError) -> Result

    /// Makes an empty database.
    func make(_ database: String) throws(BackupError)

    /// Undoes what was loaded into a database that was not there, which then goes, or that held nothing, and then holds
    /// nothing again.
    func putBack(_ state: TargetState?, of database: String) throws(BackupError)

    /// Lends a sink that runs the text of a dump in `database`.
    ///
    /// - Throws: ``LoadFailure`` unless all of the text is known to have been carried out.
    func load(
        into database: String, _ options: LoadOptions, _ body: (any ByteSink) throws(BackupError) -> Void
    ) throws(LoadFailure)

    /// Makes an empty database that nobody else uses, lends its name, and drops it however `body` ends. What killed
    /// drills left goes first.
    ///
    /// - Returns: what `body` did, and ``BackupError/scratchRemains(database:reason:)`` where the database is still
    ///   there.
    func withScratch<Result>(
        _ body: (String) throws(BackupError) -> Result
    ) throws(BackupError) -> (result: Result, leftover: BackupError?)

    /// Writes the rows of all tables as the dump program writes those of a backup.
    ///
    /// - Throws: ``BackupError/restoreFailed(reason:)`` unless the program is known to have done its work.
    func dumpRows(of database: String, _ census: Census, history: Bool, into sink: any ByteSink) throws(BackupError)
}
