package import BackupCore

/// What a dump of the database would founder on, or pass over in silence: asked before each, and when the daemon
/// starts.
package struct DumpObstacles: Sendable {
    private let database: Database
    private let client: DumpClient

    package init(in database: Database, by client: DumpClient) {
        self.database = database
        self.client = client
    }

    /// - Throws: ``BackupError/dumpFailed(reason:)`` with the rights that are missing, the events that are endless or
    ///   the objects that a restore would misread, or why the database could not be asked.
    package func refuse() throws(BackupError) {
        if let first = try found().first { throw first }
    }

    /// All of them, as ``refuse()`` throws the first.
    package func found() throws(BackupError) -> [BackupError] {
        let (account, events, misread) = try asking { () throws(MySQLError) in
            try database.read { connection throws(MySQLError) in
                (
                    try DumpAccount(of: connection), try EndlessEvents(of: connection),
                    try MisreadObjects(of: connection, by: client)
                )
            }
        }
        var found: [BackupError] = []
        do throws(BackupError) { try account.refuse(on: database.server) } catch { found.append(error) }
        do throws(BackupError) { try events.refuse() } catch { found.append(error) }
        do throws(BackupError) { try misread.refuse() } catch { found.append(error) }
        return found
    }
}
