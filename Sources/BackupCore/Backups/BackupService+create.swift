import FoundationEssentials

extension BackupService {
    /// Makes a backup under the lock.
    func make(
        _ order: CreateOrder, under held: any HeldLock, _ progress: DumpProgress
    ) throws(BackupError) -> CreateResult {
        let start = ContinuousClock.now
        let folder = try storage.open()
        try reconcile(folder)
        reach(.createReconciled)
        // It may have been made while the lock was waited for, or recorded just now.
        if let made = try backup(for: order.identity, under: order.key) { return .found(made) }
        let plan = try dumper.plan()
        let rows = try catalog.all()
        let forecast = forecast(of: plan, after: rows, in: folder)
        let name = try folder.reserve(avoiding: Set(rows.compactMap(\.file))) { attempt in
            BackupName(localTime: clock.localTime(order.startedAt.addingTimeInterval(Double(attempt))))
        }
        reach(.createNamed)
        log.info("backup started", ["file": name.file, "user": Self.name(of: order.identity)])

        progress.enter(.dumping, expecting: forecast.sqlBytes)
        let (manifest, figures) = try write(name, foreseeing: forecast, in: folder, by: order, under: held) {
            sink throws(BackupError) in
            try dump(plan, into: sink, under: held, reporting: progress)
        }
        let backup = try record(manifest, as: name.file, in: folder, under: held)
        reach(.createRecorded)
        log.info(
            "backup created",
            [
                "id": backup.id, "file": name.file, "bytes": manifest.fileBytes, "sql_bytes": manifest.sqlBytes,
                "seconds": Int(start.secondsToNow),
            ])
        prune(in: folder, sparing: backup.id)
        return .made(
            BackupOutcome.Made(
                backup: Backup(backup, madeBy: order.identity), dump: figures, sha256: manifest.sha256,
                provedAt: manifest.provedAt))
    }

    /// Dumps and compresses, and makes sure that the text holds the whole schema.
    private func dump(
        _ plan: DumpPlan, into sink: any ByteSink, under held: any HeldLock, reporting progress: DumpProgress
    ) throws(BackupError) -> (ProvedDump, seconds: Double) {
        var text = CompressedText(sqlBytes: 0, crc32: 0, segments: [])
        let start = ContinuousClock.now
        let contents = try dumper.dump(plan, under: held, reporting: progress) { source throws(BackupError) in
            text = try compressor.compress(&source, into: sink)
        }
        progress.enter(.finishing)
        let seconds = start.secondsToNow
        log.info(
            "dump ended",
            [
                "sql_bytes": text.sqlBytes, "seconds": seconds.inLog,
                "level": text.meanLevel.map { "\($0.inLog)" } ?? "-",
            ])
        let dump = try ProvedDump(plan: plan, text: text, contents: contents)
        log.info("dump proved", ["tables": plan.census[.tables].count, "objects": plan.census.count])
        return (dump, seconds)
    }

    /// Makes the file and its manifest; nothing of either stays unless both are whole.
    ///
    /// The room that the file is foreseen to take is set aside before the dump begins.
    private func write(
        _ name: BackupName, foreseeing forecast: Forecast, in folder: any BackupFolder, by order: CreateOrder,
        under held: any HeldLock,
        _ body: (any ByteSink) throws(BackupError) -> (ProvedDump, seconds: Double)
    ) throws(BackupError) -> (BackupManifest, DumpFigures) {
        let part = try folder.makePart(for: name)
        defer { part.discard() }
        try part.room().check(for: forecast.fileBytes, marginPercent: roomMargin)
        try part.reserve(forecast.fileBytes)
        reach(.createReserved)
        let sink = MeasuredSink(RoomSink(part))
        let (dump, seconds) = try body(sink)
        reach(.createDumped)
        try part.sync()
        reach(.createSynced)
        try held.confirm()
        var manifest = BackupManifest(
            of: dump, named: name.file, file: sink.finish(), at: clock.second, by: order.identity?.userID)
        manifest.requestKey = order.key?.hash
        try folder.saveManifest(manifest, of: name.file)
        reach(.createManifested)
        do throws(BackupError) {
            try part.commit()
            reach(.createRenamed)
        } catch {
            undo("its manifest") { () throws(BackupError) in try folder.removeManifest(of: name.file) }
            throw error
        }
        log.info("file kept", ["file": name.file, "bytes": manifest.fileBytes, "sha256": manifest.sha256])
        let figures = DumpFigures(
            seconds: seconds, sqlBytes: manifest.sqlBytes, fileBytes: manifest.fileBytes,
            meanLevel: dump.text.meanLevel)
        return (manifest, figures)
    }

    /// Adds the row of a file that is whole, or takes the file away again.
    private func record(
        _ manifest: BackupManifest, as file: StoredName, in folder: any BackupFolder, under held: any HeldLock
    ) throws(BackupError) -> Backup {
        let new = NewBackup(manifest, of: file)
        // Once the right is lost, another create may be recording this very file: it stays for the next reconciliation.
        try held.confirm()
        do throws(BackupError) {
            // The folder may have been moved away, and another laid in its place, since it was opened.
            guard try storage.open().size(of: file) == manifest.fileBytes else {
                throw .storageFailed(reason: "the folder was exchanged while '\(file)' was made")
            }
            return Backup(new, id: try catalog.insert(new))
        } catch {
            // A connection lost during the insert may have carried it: only the catalog knows. While it cannot be
            // asked, the file stays, and the next reconciliation finds it with or without its row.
            if let id = try catalog.ids(of: file).first { return Backup(new, id: id) }
            undo("the file") { () throws(BackupError) in
                try folder.remove(file)
                try folder.removeManifest(of: file)
            }
            throw error
        }
    }

    /// Takes back a step of a create that failed; what cannot be taken back is left to the next reconciliation.
    private func undo(_ what: String, _ body: () throws(BackupError) -> Void) {
        do throws(BackupError) {
            try body()
        } catch {
            log.warning("a failed create could not remove \(what); the next one will", ["error": error])
        }
    }
}

extension Backup {
    fileprivate init(_ new: NewBackup, id: UInt64) {
        self.init(
            id: id, fileName: new.file.description, disk: Backup.localDisk, path: new.file.path,
            sizeInBytes: new.sizeInBytes,
            createdBy: new.createdBy, creator: nil, createdAt: new.createdAt, updatedAt: new.createdAt)
    }

    init(_ backup: Backup, madeBy identity: Identity?) {
        self = backup
        creator = identity.map { Creator(id: $0.userID, name: $0.userName) }
    }
}
