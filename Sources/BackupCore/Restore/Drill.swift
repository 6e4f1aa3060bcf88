/// A backup that was restored on trial, compared and dropped again.
package struct Drill: Sendable, Equatable {
    /// How the rows were compared.
    package enum Proof: String, Sendable {
        /// Their bytes, as the dump program writes them.
        case values
        /// Their number: the backup has no manifest, so it may have been dumped in another way.
        case counts
    }

    package var file: StoredName
    package var census: Census
    package var rows: Int64
    package var proof: Proof
    package var sqlBytes: Int64
    /// What the restore took; the comparison is not in it.
    package var restoreSeconds: Double
    /// Whether the manifest tells of this drill now.
    package var isRecorded: Bool
    /// Why the database made for it is still there; nil when it was dropped.
    package var leftover: BackupError?
}
