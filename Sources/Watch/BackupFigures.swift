import BackupCore
import Synchronization

/// Backups that were made and that failed; there are so few that a lock does no harm.
final class BackupFigures: Sendable {
    private struct State {
        var made = 0
        var failures: [BackupError.Cause: Int] = [:]
        var hookFailures = 0
        var seconds = 0.0
        var sqlBytes: Int64 = 0
        var fileBytes: Int64 = 0
        var last: DumpFigures?
    }

    private let state = Mutex(State())

    func note(_ outcome: BackupOutcome) {
        state.withLock { state in
            switch outcome.result {
            case .success(let made):
                state.made += 1
                state.seconds += made.dump.seconds
                state.sqlBytes += made.dump.sqlBytes
                state.fileBytes += made.dump.fileBytes
                state.last = made.dump
            case .failure(let error):
                state.failures[error.cause, default: 0] += 1
            }
        }
    }

    func noteHookFailure() { state.withLock { $0.hookFailures += 1 } }

    func write(to document: inout OpenMetrics) {
        let state = state.withLock { $0 }
        document.counter("backupd_backups_created", "Backups that this worker made.", state.made)
        document.family("backupd_backup_failures", .counter, "Backups that this worker did not make, by cause.")
        for cause in BackupError.Cause.allCases {
            document.add("_total", ["cause": cause.rawValue], state.failures[cause] ?? 0)
        }
        document.counter("backupd_hook_failures", "Runs of BACKUP_HOOK that failed.", state.hookFailures)
        document.counter("backupd_dump_seconds", "Seconds in dumps that became backups.", state.seconds)
        document.counter("backupd_dump_sql_bytes", "Bytes of SQL text in those dumps.", state.sqlBytes)
        document.counter("backupd_dump_file_bytes", "Bytes of the files made of them.", state.fileBytes)
        guard let last = state.last else { return }
        document.gauge("backupd_last_dump_seconds", "Seconds that this worker's last dump took.", last.seconds)
        document.gauge("backupd_last_dump_sql_bytes", "Bytes of SQL text in it.", last.sqlBytes)
        document.gauge("backupd_last_dump_file_bytes", "Bytes of the file made of it.", last.fileBytes)
        if let level = last.meanLevel {
            document.gauge("backupd_last_dump_gzip_level", "Mean level of its blocks, on zlib's scale.", level)
        }
    }
}
