extension BackupService {
    /// Removes a backup, its file and its row.
    ///
    /// - Throws: ``BackupError/storageFailed(reason:)`` when the file cannot be removed; then the row stays too.
    package func delete(_ id: String, by identity: Identity?) throws(BackupError) {
        let backup = try find(id)
        try erase(backup, in: backup.file == nil ? nil : storage.open())
        log.info("backup deleted", ["id": backup.id, "file": backup.fileName, "user": Self.name(of: identity)])
    }

    /// The backups that the retention rule gives up now.
    package func expired() throws(BackupError) -> [Backup] {
        retention.partition(try catalog.all(), justMade: nil).remove
    }

    /// Removes what the retention rule gives up now, which never is the newest.
    ///
    /// - Throws: ``BackupError/alreadyRunning`` while a backup is being made, which prunes at its end.
    package func prune() throws(BackupError) -> Pruning {
        try lock.hold(for: .tidying) { _ throws(BackupError) in prune(try expired(), in: try storage.open()) }
    }

    /// Removes what is no longer kept.
    ///
    /// A failure is the operator's business and is logged; the caller asked for a backup and has it.
    func prune(in folder: any BackupFolder, sparing justMade: UInt64) {
        do throws(BackupError) {
            _ = prune(retention.partition(try catalog.all(), justMade: justMade).remove, in: folder)
        } catch {
            log.error("old backups were not pruned", ["error": error])
        }
    }

    private func prune(_ expired: [Backup], in folder: any BackupFolder) -> Pruning {
        var report = Pruning()
        if !expired.isEmpty { reach(.pruneChosen) }
        for backup in expired {
            do throws(BackupError) {
                try erase(backup, in: folder)
                reach(.pruneErased)
                log.info("backup pruned", ["id": backup.id, "file": backup.fileName])
                report.removed.append(backup)
            } catch {
                log.error("an old backup was not pruned", ["id": backup.id, "error": error])
                report.failed.append(backup)
            }
        }
        return report
    }

    /// Removes the file, then the row, under a mark that lets the next reconciliation finish what a crash cut off.
    ///
    /// A row that leads out of the folder, or to a file that another row names too, goes alone.
    private func erase(_ backup: Backup, in folder: (any BackupFolder)?) throws(BackupError) {
        guard let folder, let file = backup.file, try catalog.ids(of: file).allSatisfy({ $0 == backup.id }) else {
            try catalog.remove(backup.id)
            // The other row may have been removed beside this one: then nobody names the file any more.
            if let folder, let file = backup.file, try catalog.ids(of: file).isEmpty {
                try folder.markDeletion(of: file)
                try finishDeletion(of: file, in: folder)
            }
            return
        }
        do throws(BackupError) {
            try folder.markDeletion(of: file)
        } catch .storageFull(let reason) {
            // Where there is no room for the mark, a deletion is what makes room.
            log.warning("a backup is deleted without a mark", ["file": file, "reason": reason])
        }
        reach(.deleteMarked)
        do throws(BackupError) {
            try folder.remove(file)
        } catch {
            // A removal that failed half-way, say in the sync, is finished under its mark by the next reconciliation.
            if try folder.size(of: file) != nil { try folder.unmarkDeletion(of: file) }
            throw error
        }
        reach(.deleteUnlinked)
        try catalog.remove(backup.id)
        reach(.deleteUnrecorded)
        do throws(BackupError) {
            try folder.removeManifest(of: file)
            reach(.deleteUnmanifested)
            try folder.unmarkDeletion(of: file)
        } catch {
            log.warning("a deleted backup left a trace; the next create removes it", ["file": file, "error": error])
        }
    }
}

/// What became of the backups that are no longer kept.
package struct Pruning: Sendable, Equatable {
    package var removed: [Backup] = []
    package var failed: [Backup] = []

    package init() {}
}
