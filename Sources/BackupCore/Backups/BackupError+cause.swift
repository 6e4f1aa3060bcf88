extension BackupError {
    /// Why a backup failed, in as many words as are worth counting apart.
    package enum Cause: String, Sendable, CaseIterable {
        case alreadyRunning = "already_running"
        case catalog, database, dump, interrupted, storage
        case storageFull = "storage_full"
        case other
    }

    package var cause: Cause {
        switch self {
        case .alreadyRunning: .alreadyRunning
        case .catalogFailed: .catalog
        case .databaseUnavailable: .database
        case .dumpFailed: .dump
        case .interrupted: .interrupted
        case .storageFailed: .storage
        case .storageFull: .storageFull
        case .unauthenticated, .forbidden, .noSuchBackup, .fileMissing, .noSuchFile, .invalid, .noSuchTable,
            .restoreFailed, .cameBackDifferent, .leftBehind, .scratchRemains, .targetBusy, .notEmpty, .damaged,
            .newerManifest, .noManifest, .outputFailed:
            .other
        }
    }
}
