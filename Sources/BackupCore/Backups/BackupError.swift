/// Every way a backup operation can end badly, in the operator's terms.
///
/// `description` is written to the journal. What the caller may read is decided in one place,
/// `BackupAPI/ErrorResponse.swift`.
package enum BackupError: Error, Equatable {
    case unauthenticated
    case forbidden(Permission)
    case noSuchBackup(id: String)
    /// The row is there; its file is not, or is none, or lies outside the backup folder.
    case fileMissing(path: String)
    /// The request's own parameters are wrong; the messages are meant for the caller.
    case invalid(field: String, messages: [String])
    /// The backup holds no table of that name.
    case noSuchTable(String, file: String)
    case alreadyRunning
    case dumpFailed(reason: String)
    /// A backup did not come back whole, and what that means for the database.
    case restoreFailed(reason: String)
    /// The database to be restored into holds something already.
    case notEmpty(database: String, objects: Int)
    /// The service was told to stop at once.
    case interrupted
    /// A backup file, or its manifest, is not what was written.
    case damaged(file: String, reason: String)
    /// The manifest tells more than this program understands; file and manifest may be as whole as any.
    case newerManifest(file: String, version: Int)
    case storageFailed(reason: String)
    case storageFull(reason: String)
    /// What was asked for could not be handed over to whoever asked.
    case outputFailed(reason: String)
    case catalogFailed(reason: String)
    case databaseUnavailable(reason: String)
}

extension BackupError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unauthenticated:
            "the bearer token is missing, unknown, expired or its user may not use it"
        case .forbidden(let permission):
            "the user does not hold permission '\(permission.rawValue)'"
        case .noSuchBackup(let id):
            "backup '\(id)' is not in the catalog"
        case .fileMissing(let path):
            "the catalog names '\(path)', which is no file in the backup folder"
        case .invalid(let field, let messages):
            "parameter '\(field)' is not valid: \(messages.joined(separator: " "))"
        case .noSuchTable(let table, let file):
            "the backup '\(file)' holds no table '\(table)'"
        case .alreadyRunning:
            "another backup of this database is being made"
        case .dumpFailed(let reason):
            "the dump failed: \(reason)"
        case .restoreFailed(let reason):
            "the restore failed: \(reason)"
        case .notEmpty(let database, let objects):
            """
            the database '\(database)' holds \(objects) objects already, and nothing was changed
            hint: name an empty database or a new one, or restore over it with --force
            """
        case .interrupted:
            "the backup was given up because the service was told to stop at once"
        case .damaged(let file, let reason):
            "the backup '\(file)' is damaged: \(reason)"
        case .newerManifest(let file, let version):
            """
            the manifest of '\(file)' is of version \(version), written by a newer backupd; this one knows version \
            \(BackupManifest.currentVersion)
            hint: use the newer backupctl
            """
        case .storageFailed(let reason):
            "the backup folder could not be used: \(reason)"
        case .storageFull(let reason):
            """
            there is no room for the backup: \(reason)
            hint: free some space on that file system, or lower BACKUP_KEEP and delete old backups
            """
        case .outputFailed(let reason):
            "the output could not be written: \(reason)"
        case .catalogFailed(let reason):
            "the backup catalog could not be used: \(reason)"
        case .databaseUnavailable(let reason):
            """
            the database cannot be reached: \(reason)
            hint: is the server running, and are DB_HOST, DB_PORT, DB_SOCKET, DB_USERNAME and DB_PASSWORD right?
            """
        }
    }
}
