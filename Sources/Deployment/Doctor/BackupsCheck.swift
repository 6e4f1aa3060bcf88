import BackupCore

/// What is kept, what of it is proved, and whether the next one fits.
struct BackupsCheck {
    private(set) var observations: [Observation] = []
    private(set) var standing: Standing?

    /// How many further backups ought to fit.
    private static let ahead: Int64 = 3

    init(of deployment: Deployment) {
        do throws(BackupError) {
            let report = try StatusReport(of: deployment)
            standing = report.standing
            lookAtProof(report)
            lookAtRows(report.standing)
            lookAtRoom(report, marginPercent: deployment.configuration.roomMargin)
        } catch {
            observations.append(.fail("backups", error, hint: "see what stands above"))
        }
    }

    private mutating func lookAtProof(_ report: StatusReport) {
        guard let proved = report.standing.newestProved, let age = report.age else {
            observations.append(
                .fail(
                    "newest proved", "there is no proved backup",
                    hint: "make one: backupctl create; and have it made daily, by a timer or by cron"))
            return
        }
        let seen = "\(proved.backup.fileName), \(age.readableSeconds) old"
        if report.isOverdue {
            let limit = Int(report.maximumAge.components.seconds).readableSeconds
            observations.append(
                .fail(
                    "newest proved", "\(seen); \(limit) is allowed",
                    hint:
                        "does its timer or cron job still run? Its log tells why backups fail; BACKUP_MAX_AGE is in hours"
                ))
        } else {
            observations.append(.ok("newest proved", seen))
        }
        guard let drill = report.standing.newestDrill else {
            observations.append(
                .warn("drill", "no kept backup was ever restored on trial", hint: "backupctl drill, once a month"))
            return
        }
        let drilled = Int(report.now.timeIntervalSince(drill.at)).readableSeconds
        observations.append(.ok("drill", "\(drill.backup.fileName), \(drilled) ago"))
    }

    private mutating func lookAtRows(_ standing: Standing) {
        if !standing.broken.isEmpty {
            let names = standing.broken.prefix(10).map { "'\($0.fileName)'" }.joined(separator: ", ")
            observations.append(
                .fail(
                    "files",
                    "\(standing.broken.count) of \(standing.backups.count) rows whose file is gone, or of another size: \(names)",
                    hint: """
                        backupctl verify ID says what is there; bring the files back, or remove the rows: backupctl delete ID
                        """))
        }
        if let misdated = standing.misdated.first {
            let late = misdated.secondsLate
            observations.append(
                .fail(
                    "row times",
                    """
                    the row of '\(misdated.backup.fileName)' reads \(Int(late.magnitude).readableSeconds) too \
                    \(late > 0 ? "late" : "early")
                    """,
                    hint:
                        "APP_TIMEZONE and BACKUP_DB_TIMEZONE must be the app's own (config/app.php, config/database.php)"
                ))
        }
    }

    private mutating func lookAtRoom(_ report: StatusReport, marginPercent: Int) {
        let free = "\(report.room.freeBytes.readableBytes) free"
        guard let forecast = report.forecast else {
            observations.append(
                .warn("room", "\(free); what the next backup takes cannot be foreseen", hint: "see 'rights' above"))
            return
        }
        let seen = "\(free), the next backup takes about \(forecast.fileBytes.readableBytes)"
        do throws(BackupError) {
            try report.room.check(for: forecast.fileBytes, marginPercent: marginPercent)
        } catch {
            observations.append(
                .fail(
                    "room", "\(seen): with BACKUP_ROOM_MARGIN and what is left for others it does not fit",
                    hint: "free some space on that file system, or lower BACKUP_KEEP and: backupctl prune"))
            return
        }
        if report.room.freeBytes - report.room.floor
            < forecast.fileBytes.multipliedReportingOverflow(by: Self.ahead).partialValue
        {
            observations.append(
                .warn(
                    "room", "\(seen): fewer than \(Self.ahead) more fit", hint: "a larger disk, or a lower BACKUP_KEEP")
            )
        } else {
            observations.append(.ok("room", seen))
        }
    }
}
