package import BackupCore
package import FoundationEssentials
package import HTTP

/// What the worker answers to those who watch over it, on a socket of its own: `/healthz` and `/metrics`.
///
/// It has threads of its own, too, so it answers while every other one waits for a dump. Whoever may connect may read:
/// figures and times, and nothing of what the database holds.
package struct WatchAPI: Responder {
    /// What stays the same while the worker runs.
    package struct Facts: Sendable {
        package let version: String
        package let startedAt: Date
        /// Threads that answer requests.
        package let threads: Int
        /// How old the newest proved backup may be.
        package let maxAge: Duration

        package init(version: String, startedAt: Date, threads: Int, maxAge: Duration) {
            self.version = version
            self.startedAt = startedAt
            self.threads = threads
            self.maxAge = maxAge
        }
    }

    private let facts: Facts
    private let figures: Figures
    private let backups: BackupService
    private let room: @Sendable () throws(BackupError) -> Room
    /// Asks the database server whether anybody holds the right to make the one backup.
    private let isLocked: @Sendable () throws(BackupError) -> Bool

    package init(
        _ facts: Facts, figures: Figures, backups: BackupService,
        room: @escaping @Sendable () throws(BackupError) -> Room,
        isLocked: @escaping @Sendable () throws(BackupError) -> Bool
    ) {
        self.facts = facts
        self.figures = figures
        self.backups = backups
        self.room = room
        self.isLocked = isLocked
    }

    package func respond(to request: Request) -> Response {
        guard let path = request.path, ["/healthz", "/metrics"].contains(path) else {
            return text("there is /healthz, and there is /metrics\n", .notFound)
        }
        guard ["GET", "HEAD"].contains(request.method) else {
            var response = text("only GET and HEAD\n", .methodNotAllowed)
            response.headers["Allow"] = "GET, HEAD"
            return response
        }
        return path == "/metrics" ? metrics() : healthz()
    }

    private func healthz() -> Response {
        let health = health(standing())
        return text(health.text, health.isGood ? .ok : .serviceUnavailable)
    }

    private func metrics() -> Response {
        let standing = standing()
        var document = OpenMetrics()
        document.family("backupd_build", .info, "The worker that answers.")
        document.add("_info", ["version": facts.version], 1)
        document.gauge(
            "backupd_start_time_seconds", "When the worker started.", facts.startedAt.timeIntervalSince1970)
        figures.requests.write(to: &document)
        document.gauge("backupd_request_threads", "Threads that answer requests.", facts.threads)
        figures.backups.write(to: &document)
        write(standing, to: &document)
        return Response(
            .ok, headers: ["Content-Type": OpenMetrics.mediaType, "Cache-Control": "no-store"],
            body: Array(document.text.utf8))
    }

    /// What can be seen of backups now, whoever made them.
    private func write(_ standing: Result<Standing, BackupError>, to document: inout OpenMetrics) {
        document.gauge("backupd_healthy", "Whether /healthz answers 200.", health(standing).isGood)
        document.gauge(
            "backupd_health_max_age_seconds", "BACKUP_MAX_AGE in seconds.", facts.maxAge.components.seconds)
        let lock = result { () throws(BackupError) in try isLocked() }
        document.gauge("backupd_database_up", "Whether the database answers.", (try? lock.get()) != nil)
        if case .success(let isLocked) = lock {
            document.gauge(
                "backupd_lock_held", "Whether any worker on any host makes a backup or tidies up.", isLocked)
        }
        if case .success(let standing) = standing { write(standing, to: &document) }
        guard case .success(let room) = result(room) else { return }
        document.gauge("backupd_storage_free_bytes", "Bytes free where the backups lie.", room.freeBytes)
        document.gauge("backupd_storage_size_bytes", "Bytes of that file system in all.", room.totalBytes)
    }

    private func write(_ standing: Standing, to document: inout OpenMetrics) {
        document.gauge("backupd_backups", "Backups in the catalog.", standing.backups.count)
        document.gauge("backupd_backups_file_bytes", "Bytes of their files.", standing.bytes)
        document.gauge(
            "backupd_broken_backups", "Rows whose file is gone, or not as large as its manifest or the row says.",
            standing.broken.count)
        if let drill = standing.newestDrill {
            document.gauge(
                "backupd_newest_drill_timestamp_seconds", "When a backup was last restored to prove it.",
                drill.at.timeIntervalSince1970)
        }
        guard let proved = standing.newestProved else { return }
        document.gauge(
            "backupd_newest_proved_backup_timestamp_seconds", "When the newest backup was proved whole.",
            proved.at.timeIntervalSince1970)
        document.gauge(
            "backupd_newest_proved_backup_file_bytes", "Bytes of its file.", proved.backup.sizeInBytes)
    }

    private func standing() -> Result<Standing, BackupError> {
        result { () throws(BackupError) in try backups.standing() }
    }

    private func health(_ standing: Result<Standing, BackupError>) -> Health {
        Health(standing, maxAge: facts.maxAge, at: backups.clock.now())
    }

    private func result<Value>(_ body: () throws(BackupError) -> Value) -> Result<Value, BackupError> {
        do throws(BackupError) { return .success(try body()) } catch { return .failure(error) }
    }

    private func text(_ text: String, _ status: Status) -> Response {
        Response(
            status, headers: ["Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store"],
            body: Array(text.utf8))
    }
}
