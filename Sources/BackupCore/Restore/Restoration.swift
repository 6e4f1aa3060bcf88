/// How a backup is restored.
package struct RestoreOptions: Sendable, Equatable {
    /// Restores over what the database holds.
    package var force: Bool
    /// Leaves out DEFINER clauses, so that everything belongs to the account that restores.
    package var stripsDefiners: Bool

    package init(force: Bool = false, stripsDefiners: Bool = false) {
        self.force = force
        self.stripsDefiners = stripsDefiners
    }
}

/// A backup that was restored whole.
package struct Restoration: Sendable, Equatable {
    package var database: String
    /// What the backup held, and the database now holds.
    package var census: Census
    /// What the database held before and the backup does not touch; only with ``RestoreOptions/force``.
    package var left: [String]
    /// Bytes of text.
    package var sqlBytes: Int64
    /// From the first byte loaded to the last object found.
    package var seconds: Double
}

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
}
