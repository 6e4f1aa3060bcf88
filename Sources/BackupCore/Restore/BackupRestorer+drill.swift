import FoundationEssentials

/// Trial restores.
extension BackupRestorer {
    /// Restores `backup` into a database of its own, compares objects and rows with the backup's text, and drops it
    /// again.
    ///
    /// The rows are dumped once more and summed up as those of the backup were on their way in, so they are compared
    /// with what was written, wherever the live database has gone since. Events are made, but never run. The manifest
    /// then tells when the backup was last restored, and how long that took.
    ///
    /// - Throws: ``BackupError/cameBackDifferent(file:reason:)`` with the table that differs;
    ///   ``BackupError/restoreFailed(reason:)``, which proves nothing against the backup.
    package func drill(
        _ backup: Backup, stripsDefiners: Bool, reporting progress: DumpProgress
    ) throws(BackupError) -> Drill {
        let proved = try prove(backup, reporting: progress)
        log.info("drill started", ["file": proved.name])
        var (drill, leftover) = try target.withScratch { scratch throws(BackupError) in
            try run(proved, in: scratch, stripsDefiners: stripsDefiners, reporting: progress)
        }
        drill.leftover = leftover
        drill.isRecorded = record(drill, of: proved)
        log.info(
            "drill passed",
            [
                "file": proved.name, "objects": drill.census.count, "rows": drill.rows,
                "seconds": Int(drill.restoreSeconds),
            ])
        return drill
    }

    private func run(
        _ proved: Proved, in scratch: String, stripsDefiners: Bool, reporting progress: DumpProgress
    ) throws(BackupError) -> Drill {
        let (census, manifest) = (proved.verification.census, proved.verification.manifest)
        let start = ContinuousClock.now
        let written = rowScanner.scan()
        do throws(LoadFailure) {
            try load(
                proved, into: scratch, LoadOptions(stripsDefiners: stripsDefiners, disablesEvents: true),
                rows: written, reporting: progress)
        } catch {
            // What was carried out goes with the scratch database.
            throw error.cause
        }
        _ = try compare(scratch, with: census)
        let seconds = start.secondsToNow

        progress.enter(.comparing)
        let found = rowScanner.scan()
        let history = manifest?.dump.options.contains("--loose-dump-history") ?? false
        try target.dumpRows(of: scratch, census, history: history, into: found)
        let proof: Drill.Proof = manifest == nil ? .counts : .values
        let (expected, restored) = (written.rows(), found.rows())
        if let difference = Self.difference(expected, restored, proof) {
            throw .cameBackDifferent(file: "\(proved.name)", reason: difference)
        }
        return Drill(
            file: proved.name, census: census, rows: expected.values.reduce(0) { $0 + $1.count }, proof: proof,
            sqlBytes: proved.verification.sqlBytes, restoreSeconds: seconds, isRecorded: false)
    }

    /// The first table whose rows are others than in the backup.
    static func difference(
        _ expected: [ObjectName: TableRows], _ found: [ObjectName: TableRows], _ proof: Drill.Proof
    ) -> String? {
        for table in Set(expected.keys).union(found.keys).sorted() {
            let (expected, found) = (expected[table] ?? TableRows(), found[table] ?? TableRows())
            if expected.count != found.count {
                return "table '\(table)' has \(found.count) rows after the restore, the backup \(expected.count)"
            }
            if proof == .values, expected != found {
                return """
                    the \(found.count) rows of table '\(table)' came back with other values than the backup has
                    hint: was the backup made with another dump program, or on another server version?
                    """
            }
        }
        return nil
    }

    /// Notes the drill in the manifest, if that is still the one that was proved.
    ///
    /// - Returns: whether it was noted; a drill that was not has still passed.
    private func record(_ drill: Drill, of proved: Proved) -> Bool {
        guard let manifest = proved.verification.manifest else { return false }
        do throws(BackupError) {
            let folder = try storage.open()
            guard try folder.manifest(of: proved.name) == manifest else {
                log.warning("the drill was not noted: the manifest has changed meanwhile", ["file": proved.name])
                return false
            }
            var noted = manifest
            noted.restoredAt = Date(timeIntervalSince1970: now().timeIntervalSince1970.rounded(.down))
            noted.restoreSeconds = Int(drill.restoreSeconds.rounded(.up))
            try folder.saveManifest(noted, of: proved.name)
            // A deletion may have come between: then this manifest is the last that is left of the backup.
            guard try folder.size(of: proved.name) == nil else { return true }
            try folder.removeManifest(of: proved.name)
            return false
        } catch {
            log.warning("the drill was not noted in the manifest", ["file": proved.name, "error": error])
            return false
        }
    }
}
