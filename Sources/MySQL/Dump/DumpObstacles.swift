package import BackupCore

/// What a dump of the database would founder on, or pass over in silence: asked before each, and when the daemon starts.
package struct DumpObstacles: Sendable {
    private let database: Database

    package init(in database: Database) { self.database = database }

    /// - Throws: ``BackupError/dumpFailed(reason:)`` with the rights that are missing or the events that are endless, or
    ///   why the database could not be asked.
    package func refuse() throws(BackupError) {
        let (account, events) = try asking { () throws(MySQLError) in
            try database.read { connection throws(MySQLError) in
                (try DumpAccount(of: connection), try EndlessEvents(of: connection))
            }
        }
        try account.refuse(on: database.server)
        try events.refuse()
    }
}
