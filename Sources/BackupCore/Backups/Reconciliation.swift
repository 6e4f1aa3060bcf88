extension BackupService {
    /// Puts rows and files in order once, at the start, unless a backup is being made right now.
    package func reconcileAtStart() throws(BackupError) {
        do throws(BackupError) {
            try lock.hold { _ throws(BackupError) in try reconcile(storage.open()) }
        } catch .alreadyRunning {
            log.info("a backup is being made elsewhere, which puts rows and files in order too")
        }
    }

    /// Puts rows and files in order after whatever happened; the lock must be held.
    ///
    /// Part files go. A deletion that was begun is finished. A whole file that has a manifest and no row gets its row back:
    /// restoring an old dump rolls the catalog itself back. A row without file is reported and left alone. Files without a
    /// manifest are not ours.
    func reconcile(_ folder: any BackupFolder) throws(BackupError) {
        for name in try folder.sweepParts() {
            log.warning("the part file of an interrupted backup was removed", ["file": name])
        }
        reach(.reconcileSwept)
        for file in try folder.markedDeletions() {
            attempt(file) { () throws(BackupError) in
                try finishDeletion(of: file, in: folder)
                log.warning("an interrupted deletion was finished", ["file": file])
            }
        }
        for file in try folder.manifests() {
            attempt(file) { () throws(BackupError) in try reconcile(file, in: folder) }
        }
    }

    /// One file that cannot be put right must not stand in the way of every later backup.
    private func attempt(_ file: StoredName, _ body: () throws(BackupError) -> Void) {
        do throws(BackupError) {
            try body()
        } catch {
            log.error("a backup could not be put in order and was left alone", ["file": file, "error": error])
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

    private func reconcile(_ file: StoredName, in folder: any BackupFolder) throws(BackupError) {
        // Rows first, file second: a deletion that runs meanwhile removes the file before the row.
        let hasRow = try !catalog.ids(of: file).isEmpty
        let size = try folder.size(of: file)
        switch (hasRow, size) {
        case (true, .some):
            return
        case (true, nil):
            log.warning("a backup's file is gone", ["file": file])
        case (false, nil):
            try folder.removeManifest(of: file)
            reach(.reconcileForgotten)
        case (false, .some(let size)):
            guard let manifest = try folder.manifest(of: file), manifest.fileBytes == size else {
                log.warning("a file without a row does not agree with its manifest and was left alone", ["file": file])
                return
            }
            let id = try catalog.insert(NewBackup(manifest, of: file))
            reach(.reconcileAdopted)
            log.warning("a whole backup without a row was recorded again", ["file": file, "id": id])
        }
    }
}
