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
    /// The operator named a file that is not in the backup folder.
    case noSuchFile(name: String)
    /// One of the request's own parameters is wrong, by these rules.
    case invalid(Parameter, breaking: [Parameter.Rule])
    /// The backup holds no table of that name.
    case noSuchTable(String, file: String)
    case alreadyRunning
    case dumpFailed(reason: String)
    /// A backup could not be brought back, for reasons that prove nothing against it.
    case restoreFailed(reason: String)
    /// A backup was brought back on trial, and what came back is not what it holds.
    case cameBackDifferent(file: String, reason: String)
    /// Something failed and could not be undone.
    indirect case leftBehind(after: BackupError, state: String)
    /// A drill proved its backup, and could not drop the database it had made for that.
    case scratchRemains(database: String, reason: String)
    /// The database to be restored into is being dumped, or restored into, by another.
    case targetBusy(database: String)
    /// The database to be restored into holds something already.
    case notEmpty(database: String, objects: Int)
    /// The service was told to stop at once.
    case interrupted
    /// A backup file, or its manifest, is not what was written.
    case damaged(file: String, reason: String)
    /// The manifest tells more than this program understands; file and manifest may be as whole as any.
    case newerManifest(file: String, version: Int)
    /// What was asked for needs a manifest, and the backup has none.
    case noManifest(file: String)
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
        case .noSuchFile(let name):
            "there is no file '\(name)' in the backup folder"
        case .invalid(let parameter, let rules):
            "parameter '\(parameter.rawValue)' must be \(rules.map(\.description).joined(separator: " and "))"
        case .noSuchTable(let table, let file):
            "the backup '\(file)' holds no table '\(table)'"
        case .alreadyRunning:
            "another backup of this database is being made"
        case .dumpFailed(let reason):
            "the dump failed: \(reason)"
        case .restoreFailed(let reason):
            "the restore failed: \(reason)"
        case .cameBackDifferent(let file, let reason):
            "the backup '\(file)' did not come back as it was written: \(reason)"
        case .leftBehind(let error, let state):
            "\(error)\n\(state)"
        case .scratchRemains(let database, let reason):
            """
            the drill's database '\(database)' could not be dropped and remains: \(reason)
            hint: DROP DATABASE `\(database)`; the next drill tries it too
            """
        case .targetBusy(let database):
            "a backup of '\(database)', or another restore into it, has not ended"
        case .notEmpty(let database, let objects):
            """
            the database '\(database)' holds \(objects) object\(objects == 1 ? "" : "s") already, and nothing was changed
            hint: name an empty database or a new one, or restore over it with --force
            """
        case .interrupted:
            "the work was given up because it was told to stop at once"
        case .damaged(let file, let reason):
            "the backup '\(file)' is damaged: \(reason)"
        case .newerManifest(let file, let version):
            """
            the manifest of '\(file)' is of version \(version), written by a newer backupd; this one knows version \
            \(BackupManifest.currentVersion)
            hint: use the newer backupctl
            """
        case .noManifest(let file):
            """
            the backup '\(file)' has no manifest that tells where its tables are
            hint: restore it into a database of its own, and take the table from there
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
