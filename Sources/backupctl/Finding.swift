import BackupAPI
import BackupCore
import Deployment

/// What came out for one backup.
struct Finding {
    let backup: Backup
    let verification: Verification?
    let error: BackupError?

    /// Verifies a backup, which the progress calls by a name if there are several; nil when it was deleted meanwhile.
    init?(of backup: Backup, called name: String, at desk: Desk) throws(BackupError) {
        self.backup = backup
        let progress = DumpProgress()
        do throws(BackupError) {
            verification = try ProgressWatch.watching(progress, called: name, at: desk) { () throws(BackupError) in
                try desk.deployment.verifier.verify(backup, reporting: progress)
            }
            error = nil
        } catch .interrupted {
            throw .interrupted
        } catch {
            // One found by its file's name has no row that could be gone.
            if backup.id != 0, Self.isGone(backup, from: desk.backups) { return nil }
            verification = nil
            self.error = error
        }
    }

    /// Where that cannot be known, what was found before is told.
    private static func isGone(_ backup: Backup, from backups: BackupService) -> Bool {
        do throws(BackupError) {
            _ = try backups.find("\(backup.id)")
            return false
        } catch {
            return error == .noSuchBackup(id: "\(backup.id)")
        }
    }

    /// `unknown` where the reading failed, and nothing is proved.
    private var result: String {
        switch error {
        case .damaged: "damaged"
        case .fileMissing: "missing"
        case .newerManifest: "newer"
        case .some: "unknown"
        case nil: verification?.manifest == nil ? "readable" : "proved"
        }
    }

    func print(to output: Output) throws(BackupError) {
        try output.row(
            ["\(backup.id)", result, verification.map { "\($0.sqlBytes)" } ?? "-", backup.fileName], in: .verifications)
    }

    var json: JSON {
        [
            "backup": BackupResource(backup).json,
            "result": .text(result),
            "error": JSON(error.map { "\($0)" }),
            "has_manifest": verification.map { .bool($0.manifest != nil) } ?? nil,
            "sql_bytes": verification.map { .integer($0.sqlBytes) } ?? nil,
            "objects": verification.map { $0.census.counts } ?? nil,
        ]
    }
}
