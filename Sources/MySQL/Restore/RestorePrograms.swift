import BackupCore

/// The client programs a restore needs.
package struct RestorePrograms: Sendable {
    /// Nil where there is none.
    private let restore: RestoreClient?
    let dump: DumpClient
    let stallTimeout: Duration

    package init(restore: RestoreClient?, dump: DumpClient, stallTimeout: Duration) {
        self.restore = restore
        self.dump = dump
        self.stallTimeout = stallTimeout
    }

    func client() throws(BackupError) -> RestoreClient {
        if let restore { return restore }
        throw .restoreFailed(
            reason: """
                there is no client program 'mariadb' or 'mysql'
                hint: install mariadb-client or mysql-client, or name the program's path in BACKUP_MYSQL
                """)
    }
}
