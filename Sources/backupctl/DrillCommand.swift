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
            tells when that was and how long it took. Exit status 2 only when the backup is proved bad: damaged, or brought back
            with other rows than it holds; 1 when it could not be tried, as for want of a right.
            """,
        options: [.stripDefiner])

    let writes = true
    let choice: Choice
    let stripsDefiners: Bool

    init(_ arguments: Arguments) throws(UsageError) {
        choice = try Choice(arguments.operands(["ID"], optional: 1).first)
        stripsDefiners = arguments.has(.stripDefiner)
    }

    func run(at desk: Desk) throws(BackupError) -> Int32 {
        let backup = try desk.backup(choice)
        let progress = DumpProgress()
        let drill = try ProgressWatch.watching(progress, at: desk) { () throws(BackupError) in
            try desk.deployment.restorer.drill(backup, stripsDefiners: stripsDefiners, reporting: progress)
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
                "leftover": JSON(drill.leftover.map { "\($0)" }),
            ])
        } else {
            let seconds = Int(drill.restoreSeconds.rounded(.up))
            try desk.output.header(.drills)
            try desk.output.row(
                ["\(backup.id)", "proved", "\(drill.rows)", "\(seconds)", backup.fileName], in: .drills)
        }
        guard let leftover = drill.leftover else { return ExitCode.success }
        desk.status.complain(leftover)
        return leftover.exitCode
    }
}
