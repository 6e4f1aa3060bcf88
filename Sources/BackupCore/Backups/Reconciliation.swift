/// What a reconciliation found out of order, and did about it; a rehearsal has done nothing of it.
package struct Reconciliation: Sendable, Equatable {
    /// The part files that went.
    package var parts: [String] = []
    /// The deletions that were finished.
    package var deletions: [StoredName] = []
    /// The whole files that got their row back.
    package var recorded: [StoredName] = []
    /// The manifests that went because neither file nor row is there.
    package var loneManifests: [StoredName] = []
    /// The files that rows name and that are gone; the rows stay.
    package var missingFiles: [StoredName] = []
    /// The files without a row that do not agree with their manifest; they stay as they are.
    package var disagreeing: [StoredName] = []
    /// The backups without a row whose manifests a newer version wrote; they stay as they are.
    package var newerManifests: [StoredName] = []
    /// What could not be put in order.
    package var failed: [StoredName] = []

    package init() {}
}

extension BackupService {
    /// Puts rows and files in order once, at the start, unless a backup is being made right now.
    package func reconcileAtStart() throws(BackupError) {
        do throws(BackupError) {
            _ = try reconcile()
        } catch .alreadyRunning {
            log.info("a backup is being made elsewhere, which puts rows and files in order too")
        }
    }

    /// Puts rows and files in order; a rehearsal only tells what would be done.
    ///
    /// - Throws: ``BackupError/alreadyRunning`` while a backup is being made: its part file is no litter.
    package func reconcile(rehearsing: Bool = false) throws(BackupError) -> Reconciliation {
        try lock.hold(for: .tidying) { _ throws(BackupError) in try reconcile(storage.open(), rehearsing: rehearsing) }
    }

    /// Puts rows and files in order after whatever happened; the lock must be held.
    ///
    /// Part files go. A deletion that was begun is finished. A whole file that has a manifest and no row gets its row
    /// back: restoring an old dump rolls the catalog itself back. A row without file is reported and left alone, and so
    /// is what a newer version made and its manifest does not let us understand. Files without a manifest are not ours.
    @discardableResult
    func reconcile(_ folder: any BackupFolder, rehearsing: Bool = false) throws(BackupError) -> Reconciliation {
        var report = Reconciliation()
        report.parts = try rehearsing ? folder.parts() : folder.sweepParts()
        for name in report.parts where !rehearsing {
            log.warning("the part file of an interrupted backup was removed", ["file": name])
        }
        if !rehearsing { reach(.reconcileSwept) }
        for file in try folder.markedDeletions() {
            attempt(file, &report) { report throws(BackupError) in
                if !rehearsing {
                    try finishDeletion(of: file, in: folder)
                    log.warning("an interrupted deletion was finished", ["file": file])
                }
                report.deletions.append(file)
            }
        }
        let settled = Set(report.deletions)
        for file in try folder.manifests() where !settled.contains(file) {
            attempt(file, &report) { report throws(BackupError) in
                try reconcile(file, in: folder, rehearsing: rehearsing, &report)
            }
        }
        for file in Set(try catalog.all().compactMap(\.file)).subtracting(settled).sorted() {
            attempt(file, &report) { report throws(BackupError) in
                guard try folder.size(of: file) == nil else { return }
                report.missingFiles.append(file)
            }
        }
        for file in report.missingFiles where !rehearsing { log.warning("a backup's file is gone", ["file": file]) }
        return report
    }

    /// One file that cannot be put right must not stand in the way of every later backup.
    private func attempt(
        _ file: StoredName, _ report: inout Reconciliation,
        _ body: (inout Reconciliation) throws(BackupError) -> Void
    ) {
        do throws(BackupError) {
            try body(&report)
        } catch {
            log.error("a backup could not be put in order and was left alone", ["file": file, "error": error])
            report.failed.append(file)
        }
    }

    /// Does what is left of a deletion that was marked; each step may have been done before.
    func finishDeletion(of file: StoredName, in folder: any BackupFolder) throws(BackupError) {
        try folder.remove(file)
        reach(.reconcileUnlinked)
        for id in try catalog.ids(of: file) { try catalog.remove(id) }
        reach(.reconcileUnrecorded)
        try folder.removeManifest(of: file)
        reach(.reconcileUnmanifested)
        try folder.unmarkDeletion(of: file)
    }

    private func reconcile(
        _ file: StoredName, in folder: any BackupFolder, rehearsing: Bool, _ report: inout Reconciliation
    ) throws(BackupError) {
        // Rows first, file second: a deletion that runs meanwhile removes the file before the row.
        let hasRow = try !catalog.ids(of: file).isEmpty
        let size = try folder.size(of: file)
        if hasRow { return }
        let manifest: BackupManifest?
        do throws(BackupError) {
            manifest = try folder.manifest(of: file)
        } catch .newerManifest(let name, let version) {
            if !rehearsing {
                let error = BackupError.newerManifest(file: name, version: version)
                log.warning("a backup without a row was left alone", ["file": file, "error": error])
            }
            report.newerManifests.append(file)
            return
        }
        guard let size else {
            if !rehearsing {
                try folder.removeManifest(of: file)
                reach(.reconcileForgotten)
            }
            report.loneManifests.append(file)
            return
        }
        guard let manifest, manifest.fileBytes == size else {
            if !rehearsing {
                log.warning("a file without a row does not agree with its manifest and was left alone", ["file": file])
            }
            report.disagreeing.append(file)
            return
        }
        if !rehearsing {
            let id = try catalog.insert(NewBackup(manifest, of: file))
            reach(.reconcileAdopted)
            log.warning("a whole backup without a row was recorded again", ["file": file, "id": id])
        }
        report.recorded.append(file)
    }
}
