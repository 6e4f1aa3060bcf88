import BackupAPI
import BackupCore
import Deployment
import FoundationEssentials

/// `status`: how things stand, on one screen.
struct StatusCommand: Command {
    static let synopsis = Synopsis(
        name: "status", summary: "print how things stand: what runs, what is proved, what is kept, what fits",
        details: """
            A backup in progress, the newest proved backup and its age, the last drill, what is kept, the room left and what
            the next backup is foreseen to take. Exit status 1 when the newest proved backup is older than BACKUP_MAX_AGE
            hours, or there is none.
            """)

    let writes = false

    init(_ arguments: Arguments) throws(UsageError) { _ = try arguments.operands([]) }

    func run(at desk: Desk) throws(BackupError) -> Int32 {
        let report = try StatusReport(of: desk.deployment)
        if desk.wantsJSON {
            try desk.output.write(report.json)
        } else {
            let width = (report.lines.map(\.name.count).max() ?? 0) + 2
            for line in report.lines {
                let name = line.name + String(repeating: " ", count: width - line.name.count)
                try desk.output.write(Array("\(name)\(line.text.printable)\n".utf8).span.bytes)
            }
        }
        return report.isOverdue ? ExitCode.failure : ExitCode.success
    }
}

extension StatusReport {
    fileprivate var lines: [(name: String, text: String)] {
        var lines = [("running", running.map { "yes, by \($0)" } ?? "nothing")]
        if !standing.parts.isEmpty { lines.append(("part files", standing.parts.joined(separator: ", "))) }
        lines.append(("newest proved", newestProved))
        lines.append(("last drill", lastDrill))
        let kept = "\(standing.backups.count), \(standing.bytes.readableBytes)"
        lines.append(("kept", "\(kept); the newest \(keepLast) stay (BACKUP_KEEP)"))
        if !standing.broken.isEmpty {
            lines.append(("broken", standing.broken.map { "\($0.id) \($0.fileName)" }.joined(separator: ", ")))
        }
        lines.append(("room", "\(room.freeBytes.readableBytes) free of \(room.totalBytes.readableBytes)"))
        lines.append(("the next", foreseen))
        lines.append(("schedule", next ?? "not known: no timer backupd-create.timer here"))
        return lines
    }

    private var newestProved: String {
        guard let proved = standing.newestProved, let age else { return "none: make one with 'backupctl create'" }
        let verdict = isOverdue ? ", older than BACKUP_MAX_AGE allows" : ""
        return "\(proved.backup.fileName), \(age.readableSeconds) ago\(verdict)"
    }

    private var lastDrill: String {
        guard let drill = standing.newestDrill else { return "none: prove that one comes back with 'backupctl drill'" }
        let age = Int(now.timeIntervalSince(drill.at)).readableSeconds
        return "\(drill.backup.fileName), \(age) ago" + (drill.seconds.map { ", in \($0.readableSeconds)" } ?? "")
    }

    private var foreseen: String {
        if let forecast {
            return "about \(forecast.fileBytes.readableBytes), of \(forecast.sqlBytes.readableBytes) of text"
        }
        return refusal.map { "would fail: " + "\($0)".split(separator: "\n").joined(separator: "; ") } ?? "not known"
    }

    fileprivate var json: JSON {
        [
            "running": running.map { ["session": .text($0.session), "account": JSON($0.account)] } ?? nil,
            "part_files": .array(standing.parts.map { .text($0) }),
            "newest_proved": standing.newestProved.map {
                [
                    "backup": BackupResource($0.backup).json, "proved_at": .text($0.at.ISO8601Format()),
                    "age_seconds": JSON(age), "overdue": .bool(isOverdue),
                ]
            } ?? nil,
            "last_drill": standing.newestDrill.map {
                [
                    "backup": BackupResource($0.backup).json, "restored_at": .text($0.at.ISO8601Format()),
                    "restore_seconds": JSON($0.seconds),
                ]
            } ?? nil,
            "kept": [
                "count": JSON(standing.backups.count), "bytes": .integer(standing.bytes), "keep": JSON(keepLast),
                "broken": .array(standing.broken.map { BackupResource($0).json }),
            ],
            "room": ["free_bytes": .integer(room.freeBytes), "total_bytes": .integer(room.totalBytes)],
            "forecast": forecast.map {
                ["file_bytes": .integer($0.fileBytes), "sql_bytes": .integer($0.sqlBytes)]
            } ?? nil,
            "refusal": JSON(refusal.map { "\($0)" }),
            "schedule": JSON(next),
        ]
    }
}
