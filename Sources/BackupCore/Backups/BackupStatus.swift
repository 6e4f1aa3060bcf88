package import FoundationEssentials

/// How things stand with the backups.
package struct BackupStatus: Sendable, Equatable {
    /// A create that runs, here or elsewhere.
    package struct Running: Sendable, Equatable {
        /// Nil where nothing is known but that the lock is held.
        package var attempt: Attempt?
        /// Known only in the process that runs it.
        package var progress: DumpProgress.State?
        package var secondsLeft: Int?
    }

    /// How the last create ended.
    package struct Result: Sendable, Equatable {
        /// Nil where only its manifest tells of it.
        package var attempt: Attempt?
        package var endedAt: Date?
        /// Nil when it succeeded.
        package var failure: Attempt.Failure?
        /// What it made; nil when that is deleted by now.
        package var backup: Backup?
    }

    /// The newest backup that is known to be whole.
    package struct Proved: Sendable, Equatable {
        package var backup: Backup
        package var at: Date
        package var ageInSeconds: Int
    }

    package var running: Running?
    package var last: Result?
    package var newestProved: Proved?
    package var room: Room
}

extension BackupService {
    /// How things stand, whoever makes the backups and however often this process was started.
    package func status() throws(BackupError) -> BackupStatus {
        let folder = try storage.open()
        let note = try folder.note()
        let running = try running(note?.latest)
        let proved = try newestProved(in: folder)
        return BackupStatus(
            running: running, last: try lastResult(note, running: running, proved: proved), newestProved: proved,
            room: try folder.room())
    }

    /// The create that runs now; nil when there is none.
    package func running() throws(BackupError) -> BackupStatus.Running? {
        try running(try storage.open().note()?.latest)
    }

    /// The lock alone tells whether one runs; of a note counts only what the lock's holder wrote.
    private func running(_ note: Attempt?) throws(BackupError) -> BackupStatus.Running? {
        if let here = activity.running {
            return BackupStatus.Running(
                attempt: here.attempt, progress: here.progress.now, secondsLeft: here.progress.secondsLeft)
        }
        guard let session = try lock.holder() else { return nil }
        return BackupStatus.Running(attempt: note.flatMap { $0.session == session && $0.endedAt == nil ? $0 : nil })
    }

    private func lastResult(
        _ note: AttemptNote?, running: BackupStatus.Running?, proved: BackupStatus.Proved?
    ) throws(BackupError) -> BackupStatus.Result? {
        var last = note?.latest == running?.attempt ? note?.previous : note?.latest
        // Where the note could not be written, at least the process that wanted to knows more.
        if let here = activity.last {
            let isNewer = last.map { here.session == $0.session || here.startedAt > $0.startedAt } ?? true
            if isNewer { last = here }
        }
        // A create that was killed once its file was whole has made a backup all the same.
        if let proved, proved.at > last.map({ $0.endedAt ?? $0.startedAt.addingTimeInterval(-1) }) ?? .distantPast {
            return BackupStatus.Result(attempt: nil, endedAt: proved.at, failure: nil, backup: proved.backup)
        }
        guard let last else { return nil }
        return BackupStatus.Result(
            attempt: last, endedAt: last.endedAt,
            failure: last.endedAt == nil ? .lost : last.failure,
            backup: try last.backup.flatMap { id throws(BackupError) in try catalog.find(id) })
    }

    private func newestProved(in folder: any BackupFolder) throws(BackupError) -> BackupStatus.Proved? {
        var offset = 0
        while true {
            let page = try catalog.page(size: Self.pageSize, offset: offset)
            for backup in page.backups {
                guard let file = backup.file, let size = try folder.size(of: file),
                    let manifest = manifest(of: file, sized: size, in: folder)
                else { continue }
                let age = clock.second.timeIntervalSince(manifest.provedAt)
                return BackupStatus.Proved(backup: backup, at: manifest.provedAt, ageInSeconds: max(Int(age), 0))
            }
            offset += Self.pageSize
            if offset >= page.total { return nil }
        }
    }

    private static let pageSize = 25
}
