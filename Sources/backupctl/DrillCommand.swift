import BackupAPI
import BackupCore
import Deployment

/// `drill`: proves that a backup can be brought back.
struct DrillCommand: Command {
    static let synopsis = Synopsis(
        name: "drill", operands: "[ID | FILE]",
        summary: "restore a backup on trial, compare it, and drop it again (default: the newest)",
        details: """
            A database of its own is made, filled, compared with the backup, objects and rows, and dropped. The manifest then
            tells when that was and how long it took. Exit status 2 when the backup did not come back as it was written.
            """,
        options: [.stripDefiner])

    let writes = true
    let id: String?
    let stripsDefiners: Bool

    init(_ arguments: Arguments) throws(UsageError) {
        id = try arguments.operands(["ID"], optional: 1).first
        stripsDefiners = arguments.has(.stripDefiner)
    }

    func run(at desk: Desk) throws(BackupError) -> Int32 {
        let backup = try desk.backup(id)
        let progress = DumpProgress()
        let drill: Drill
        do throws(BackupError) {
            drill = try ProgressWatch.watching(progress, at: desk) { () throws(BackupError) in
                try desk.deployment.restorer.drill(backup, stripsDefiners: stripsDefiners, reporting: progress)
            }
        } catch .restoreFailed(let reason) {
            // A backup that did not come back is not proved, whatever else it is.
            desk.status.complain(.restoreFailed(reason: reason))
            return ExitCode.damaged
        }
        if desk.wantsJSON {
            try desk.output.write([
                "backup": BackupResource(backup).json,
                "rows": .integer(drill.rows),
                "compared": .text(drill.proof.rawValue),
                "sql_bytes": .integer(drill.sqlBytes),
                "restore_seconds": .integer(Int64(drill.restoreSeconds.rounded(.up))),
                "recorded": .bool(drill.isRecorded),
                "objects": drill.census.counts,
            ])
        } else {
            let seconds = Int(drill.restoreSeconds.rounded(.up))
            try desk.output.row(["\(backup.id)", "proved", "\(drill.rows)", "\(seconds)", backup.fileName])
        }
        return ExitCode.success
    }
}
