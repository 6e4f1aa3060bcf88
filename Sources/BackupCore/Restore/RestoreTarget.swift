/// The server that backups are restored into.
package protocol RestoreTarget: Sendable {
    /// What is there; nil when there is no such database.
    func look(at database: String) throws(BackupError) -> TargetState?

    /// Keeps other restores, and backups, away from `database` while `body` runs.
    ///
    /// - Throws: ``BackupError/restoreFailed(reason:)`` when one is in it already.
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
    /// - Throws: ``BackupError/restoreFailed(reason:)`` unless all of the text is known to have been carried out; the server
    ///   does nothing of it any more by then.
    func load(
        into database: String, _ options: LoadOptions, _ body: (any ByteSink) throws(BackupError) -> Void
    ) throws(BackupError)

    /// Makes an empty database that nobody else uses, lends its name, and drops it however `body` ends. What killed drills
    /// left goes first.
    func withScratch<Result>(_ body: (String) throws(BackupError) -> Result) throws(BackupError) -> Result

    /// Writes the rows of all tables as the dump program writes those of a backup.
    ///
    /// - Throws: ``BackupError/restoreFailed(reason:)`` unless the program is known to have done its work.
    func dumpRows(of database: String, _ census: Census, history: Bool, into sink: any ByteSink) throws(BackupError)
}

/// A database as it is found.
package struct TargetState: Sendable, Equatable {
    package var census: Census
    /// Of tables that name none.
    package var collation: String

    package init(census: Census, collation: String) {
        self.census = census
        self.collation = collation
    }
}

/// What is changed in a text while it is loaded.
package struct LoadOptions: Sendable, Equatable {
    /// Leaves out DEFINER clauses, so that everything belongs to the account that restores.
    package var stripsDefiners = false
    /// Makes events that never run.
    package var disablesEvents = false

    package init(stripsDefiners: Bool = false, disablesEvents: Bool = false) {
        self.stripsDefiners = stripsDefiners
        self.disablesEvents = disablesEvents
    }
}

/// Finds the rows in dumps.
package protocol RowScanner: Sendable {
    func scan() -> any RowScan
}

/// One text as it goes by.
package protocol RowScan: ByteSink {
    /// The tables that have rows; to be asked once, at the end.
    func rows() -> [ObjectName: TableRows]
}
