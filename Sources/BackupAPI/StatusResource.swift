import BackupCore

/// How things stand, as the API shows it.
struct StatusResource {
    let status: BackupStatus

    init(_ status: BackupStatus) { self.status = status }

    var json: JSON {
        [
            "running": status.running.map(Self.json) ?? nil,
            "last": status.last.map(Self.json) ?? nil,
            "newest_proved": status.newestProved.map { proved in
                [
                    "id": JSON(proved.backup.id), "proved_at": .text(Timestamp.text(proved.at)),
                    "age_seconds": JSON(proved.ageInSeconds),
                ]
            } ?? nil,
            "room": [
                "free_bytes": .integer(status.room.freeBytes), "total_bytes": .integer(status.room.totalBytes),
            ],
        ]
    }

    private static func json(_ running: BackupStatus.Running) -> JSON {
        let progress = running.progress
        return [
            "started_at": JSON(running.attempt.map { Timestamp.text($0.startedAt) }),
            "by": json(running.attempt?.by),
            "phase": JSON(progress?.phase.rawValue),
            "table": JSON(progress?.table?.description),
            "sql_bytes": progress.map { .integer($0.sqlBytes) } ?? nil,
            "expected_sql_bytes": progress?.expectedSQLBytes.map { .integer($0) } ?? nil,
            "percent": JSON(progress?.percent),
            "seconds_left": JSON(running.secondsLeft),
        ]
    }

    private static func json(_ last: BackupStatus.Result) -> JSON {
        [
            "status": last.failure == nil ? "succeeded" : "failed",
            "started_at": JSON(last.attempt.map { Timestamp.text($0.startedAt) }),
            "ended_at": JSON(last.endedAt.map(Timestamp.text)),
            "by": json(last.attempt?.by ?? last.backup?.creator),
            "data": last.backup.map { BackupResource($0).json } ?? nil,
            "message": .text(message(last.failure)),
        ]
    }

    /// Who began a create, and when.
    static func json(_ attempt: Attempt) -> JSON {
        ["started_at": .text(Timestamp.text(attempt.startedAt)), "by": json(attempt.by)]
    }

    private static func json(_ user: Backup.Creator?) -> JSON {
        user.map { ["id": JSON($0.id), "name": .text($0.name)] } ?? nil
    }

    /// What a caller may know of a failure; the cause is in the log.
    private static func message(_ failure: Attempt.Failure?) -> String {
        switch failure {
        case nil: "Backup created successfully"
        case .dump: "The database could not be dumped."
        case .room: "There is not enough room for the backup."
        case .storage: "The backup could not be stored."
        case .catalog: "The backup could not be recorded."
        case .database: "The database could not be reached."
        case .stopped: "The backup was given up because the service was stopped."
        case .lost: "The backup was interrupted before it was done."
        }
    }
}
