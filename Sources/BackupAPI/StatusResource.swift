import BackupCore

/// How things stand, as the API shows it.
struct StatusResource {
    let status: BackupStatus
    let language: Language

    init(_ status: BackupStatus, in language: Language) {
        self.status = status
        self.language = language
    }

    var json: JSON {
        [
            "running": status.running.map(Self.json) ?? nil,
            "last": status.last.map(json) ?? nil,
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
            "request_id": JSON(running.attempt?.request),
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

    /// Of a failure a caller may know the kind; its cause is in the log.
    private func json(_ last: BackupStatus.Result) -> JSON {
        .object([
            .init(name: "status", value: last.failure == nil ? "succeeded" : "failed"),
            .init(name: "request_id", value: JSON(last.attempt?.request)),
            .init(name: "started_at", value: JSON(last.attempt.map { Timestamp.text($0.startedAt) })),
            .init(name: "ended_at", value: JSON(last.endedAt.map(Timestamp.text))),
            .init(name: "by", value: Self.json(last.attempt?.by ?? last.backup?.creator)),
            .init(name: "data", value: last.backup.map { BackupResource($0).json } ?? nil),
            .message(last.failure.map { .failed($0) } ?? .backupCreated, in: language),
        ])
    }

    /// Which request began a create, whose it was, and when.
    static func json(_ attempt: Attempt) -> JSON {
        [
            "request_id": JSON(attempt.request), "started_at": .text(Timestamp.text(attempt.startedAt)),
            "by": json(attempt.by),
        ]
    }

    private static func json(_ user: Backup.Creator?) -> JSON {
        user.map { ["id": JSON($0.id), "name": .text($0.name)] } ?? nil
    }
}
