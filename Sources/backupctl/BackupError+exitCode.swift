import BackupCore
import Deployment

extension BackupError {
    /// What the process says with its exit status.
    ///
    /// There is no `default`: that a backup is damaged may be said of nothing else than a proof.
    var exitCode: Int32 {
        switch self {
        case .damaged, .fileMissing, .cameBackDifferent: ExitCode.damaged
        case .alreadyRunning, .targetBusy: ExitCode.busy
        case .interrupted: ExitCode.interrupted
        case .leftBehind(let error, _): error.exitCode
        case .unauthenticated, .forbidden, .noSuchBackup, .noSuchFile, .invalid, .noSuchTable, .noManifest,
            .newerManifest,
            .dumpFailed,
            .restoreFailed, .scratchRemains, .notEmpty, .storageFailed, .storageFull, .outputFailed, .catalogFailed,
            .databaseUnavailable:
            ExitCode.failure
        }
    }
}
