package import FoundationEssentials

/// Brings backups back into a database, and proves that they can be brought back.
///
/// A restore goes: read the file whole and prove it; look at the database; load the text through the server's own
/// client program; look again. Only a database that then holds what the backup held was restored. Whatever goes wrong,
/// one that was not there is not there afterwards, and one that was empty is empty.
package struct BackupRestorer: Sendable {
    let storage: any BackupStorage
    let decompressor: any Decompressor
    let scanner: any DumpScanner
    let rowScanner: any RowScanner
    package let target: any RestoreTarget
    package let now: @Sendable () -> Date
    let log: Log

    package init(
        storage: any BackupStorage, decompressor: any Decompressor, scanner: any DumpScanner,
        rowScanner: any RowScanner, target: any RestoreTarget, now: @escaping @Sendable () -> Date, log: Log
    ) {
        self.storage = storage
        self.decompressor = decompressor
        self.scanner = scanner
        self.rowScanner = rowScanner
        self.target = target
        self.now = now
        self.log = log
    }

    /// Restores `backup` into `database`, which is made where it is not there.
    ///
    /// - Throws: ``BackupError/damaged(file:reason:)`` before any database is touched;
    ///   ``BackupError/notEmpty(database:objects:)`` without ``RestoreOptions/force``;
    ///   ``BackupError/restoreFailed(reason:)``; ``BackupError/leftBehind(after:state:)`` when the database is not as
    ///   it was.
    package func restore(
        _ backup: Backup, into database: String, options: RestoreOptions, reporting progress: DumpProgress
    ) throws(BackupError) -> Restoration {
        guard !Self.serversOwn.contains(database.lowercased()) else {
            throw .restoreFailed(reason: "the database '\(database)' is the server's own")
        }
        let proved = try prove(backup, reporting: progress)
        return try target.holding(database) { () throws(BackupError) in
            try restore(proved, into: database, options: options, reporting: progress)
        }
    }

    private func restore(
        _ proved: Proved, into database: String, options: RestoreOptions, reporting progress: DumpProgress
    ) throws(BackupError) -> Restoration {
        let before = try target.look(at: database)
        if let before, before.census.count > 0, !options.force {
            throw .notEmpty(database: database, objects: before.census.count)
        }
        log.info("restore started", ["file": proved.name, "database": database, "force": options.force])
        let start = ContinuousClock.now
        if before == nil { try target.make(database) }
        let left: [String]
        do throws(LoadFailure) {
            try load(
                proved, into: database, LoadOptions(stripsDefiners: options.stripsDefiners), rows: nil,
                reporting: progress)
            left = try compareLoaded(database, with: proved.verification.census, before: before?.census ?? Census())
        } catch {
            throw leave(database, before, after: error)
        }
        let seconds = start.secondsToNow
        log.info("restored", ["file": proved.name, "database": database, "seconds": Int(seconds)])
        return Restoration(
            database: database, census: proved.verification.census, left: left,
            sqlBytes: proved.verification.sqlBytes, seconds: seconds)
    }

    /// A backup whose file is known to be whole.
    struct Proved {
        let name: StoredName
        let file: any StoredFile
        let verification: Verification
    }

    func prove(_ backup: Backup, reporting progress: DumpProgress) throws(BackupError) -> Proved {
        try target.ready()
        progress.enter(.verifying)
        guard let name = backup.file else { throw .fileMissing(path: backup.path) }
        let file = try storage.open().read(name)
        let verifier = BackupVerifier(storage: storage, decompressor: decompressor, scanner: scanner)
        return Proved(name: name, file: file, verification: try verifier.verify(backup, reporting: progress))
    }

    /// Loads the text, and makes sure that it was the one that was proved.
    func load(
        _ proved: Proved, into database: String, _ options: LoadOptions, rows: (any RowScan)?,
        reporting progress: DumpProgress
    ) throws(LoadFailure) {
        progress.enter(.restoring, expecting: proved.verification.sqlBytes)
        let scan = scanner.scan()
        try target.load(into: database, options) { sink throws(BackupError) in
            let text = RestoreText(scan: scan, rows: rows, target: sink, progress: progress)
            let bytes = try decompressor.decompress(proved.file, named: proved.name, into: text)
            guard bytes == proved.verification.sqlBytes, scan.contents().census == proved.verification.census else {
                throw .damaged(file: "\(proved.name)", reason: "it was exchanged while it was read")
            }
        }
    }

    private func compareLoaded(
        _ database: String, with expected: Census, before: Census
    ) throws(LoadFailure) -> [String] {
        do throws(BackupError) {
            return try compare(database, with: expected, before: before)
        } catch {
            throw LoadFailure(error, carriedOut: .all)
        }
    }

    /// Makes sure that everything came back.
    ///
    /// - Returns: what was there before and is no part of the backup.
    func compare(
        _ database: String, with expected: Census, before: Census = Census()
    ) throws(BackupError) -> [String] {
        guard let after = try target.look(at: database)?.census else {
            throw .restoreFailed(reason: "the database '\(database)' is gone")
        }
        var allowed = expected
        allowed.formUnion(before)
        let missing = expected.objects(missingIn: after)
        let unexpected = after.objects(missingIn: allowed)
        guard missing.isEmpty, unexpected.isEmpty else {
            let lacks = missing.isEmpty ? [] : ["lacks \(missing.shortList)"]
            let holds = unexpected.isEmpty ? [] : ["holds more than the backup: \(unexpected.shortList)"]
            let flaws = (lacks + holds).joined(separator: ", and ")
            throw .restoreFailed(
                reason: """
                    the text was carried out, but '\(database)' \(flaws)
                    hint: may the account see all of it (SHOW_ROUTINE ON *.* or SELECT ON mysql.proc, TRIGGER, EVENT)?
                    """)
        }
        return after.objects(missingIn: expected)
    }
}
