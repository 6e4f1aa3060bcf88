extension BackupService {
    /// Removes a backup, its file and its row.
    ///
    /// - Throws: ``BackupError/storageFailed(reason:)`` when the file cannot be removed; then the row stays too.
    package func delete(_ id: String, by identity: Identity?) throws(BackupError) {
        let backup = try find(id)
        try erase(backup, in: backup.file == nil ? nil : storage.open())
        log.info("backup deleted", ["id": backup.id, "file": backup.fileName, "user": Self.name(of: identity)])
    }

    /// Removes what is no longer kept.
    ///
    /// A failure is the operator's business and is logged; the caller asked for a backup and has it.
    func prune(in folder: any BackupFolder, sparing justMade: UInt64) {
        do throws(BackupError) {
            let expiredOnes = retention.partition(try catalog.all(), justMade: justMade).remove
            if !expiredOnes.isEmpty { reach(.pruneChosen) }
            for expired in expiredOnes {
                do throws(BackupError) {
                    try erase(expired, in: folder)
                    reach(.pruneErased)
                    log.info("backup pruned", ["id": expired.id, "file": expired.fileName])
                } catch {
                    log.error("an old backup was not pruned", ["id": expired.id, "error": error])
                }
            }
        } catch {
            log.error("old backups were not pruned", ["error": error])
        }
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
