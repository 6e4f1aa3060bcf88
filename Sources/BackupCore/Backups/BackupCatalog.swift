package import FoundationEssentials

/// One page of the catalog.
package struct BackupPage: Sendable, Equatable {
    package let backups: [Backup]
    /// How many backups there are on all pages.
    package let total: Int

    package init(backups: [Backup], total: Int) {
        self.backups = backups
        self.total = total
    }
}

/// What is to be recorded of a backup.
package struct NewBackup: Sendable, Equatable {
    package let file: StoredName
    package let sizeInBytes: Int64
    package let createdBy: UInt64?
    package let createdAt: Date

    package init(file: StoredName, sizeInBytes: Int64, createdBy: UInt64?, createdAt: Date) {
        self.file = file
        self.sizeInBytes = sizeInBytes
        self.createdBy = createdBy
        self.createdAt = createdAt
    }
}

/// The rows that say which backups there are.
package protocol BackupCatalog: Sendable {
    /// Backups newest first, `offset` of them skipped.
    func page(size: Int, offset: Int) throws(BackupError) -> BackupPage
    func all() throws(BackupError) -> [Backup]
    func find(_ id: UInt64) throws(BackupError) -> Backup?
    /// The ids of the rows that name this file.
    func ids(of file: StoredName) throws(BackupError) -> [UInt64]
    /// Adds a row; a creator who no longer exists is recorded as none.
    ///
    /// - Returns: the new row's id.
    func insert(_ backup: NewBackup) throws(BackupError) -> UInt64
    /// Removes a row; one that is not there is no failure.
    func remove(_ id: UInt64) throws(BackupError)
}
