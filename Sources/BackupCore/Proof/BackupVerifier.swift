import Digest

/// Proves that backup files are what was written, by reading them again.
///
/// With a manifest: the whole file's SHA-256, each segment inflated alone with its CRC-32, these sums together against
/// the gzip trailer's and the manifest's, and the census of the text against the manifest's. Without one, as for files
/// that the PHP module made: the gzip sums, and that the text is a dump with its trailer.
package struct BackupVerifier: Sendable {
    private let storage: any BackupStorage
    private let decompressor: any Decompressor
    private let scanner: any DumpScanner

    package init(storage: any BackupStorage, decompressor: any Decompressor, scanner: any DumpScanner) {
        self.storage = storage
        self.decompressor = decompressor
        self.scanner = scanner
    }

    /// Reads the file of `backup` whole.
    ///
    /// - Throws: ``BackupError/damaged(file:reason:)`` when it is not what was written,
    ///   ``BackupError/fileMissing(path:)``.
    package func verify(
        _ backup: Backup, reporting progress: DumpProgress = DumpProgress()
    ) throws(BackupError) -> Verification {
        guard let name = backup.file else { throw .fileMissing(path: backup.path) }
        let folder = try storage.open()
        let file = try folder.read(name)
        guard file.size == backup.sizeInBytes else {
            throw .damaged(file: "\(name)", reason: "it has \(file.size) bytes, its row says \(backup.sizeInBytes)")
        }
        guard let manifest = try folder.manifest(of: name) else {
            guard try !folder.manifests().contains(name) else {
                throw .damaged(file: "\(name)", reason: "its manifest cannot be understood")
            }
            progress.enter(.verifying, expecting: file.size)
            return try verify(WatchedFile(file, progress), named: name)
        }
        // Its sum and its pieces are read at the same time.
        progress.enter(.verifying, expecting: 2 * file.size)
        return try verify(WatchedFile(file, progress), named: name, against: manifest)
    }

    private func verify(_ file: any StoredFile, named name: StoredName) throws(BackupError) -> Verification {
        let scan = scanner.scan()
        let sqlBytes = try decompressor.decompress(file, named: name, into: scan)
        let contents = scan.contents()
        if let flaw = contents.breakOff { throw .damaged(file: "\(name)", reason: "of its text: \(flaw)") }
        return Verification(fileBytes: file.size, sqlBytes: sqlBytes, census: contents.census, manifest: nil)
    }

    private func verify(
        _ file: any StoredFile, named name: StoredName, against manifest: BackupManifest
    ) throws(BackupError) -> Verification {
        guard file.size == manifest.fileBytes, manifest.fileName == name.description else {
            let reason =
                "it has \(file.size) bytes; the manifest tells of \(manifest.fileName), \(manifest.fileBytes) bytes"
            throw .damaged(file: "\(name)", reason: reason)
        }
        let scans = manifest.segments.map { _ in scanner.scan() }
        try decompressor.decompress(
            manifest.text, of: file, named: name, into: { scans[$0] },
            meanwhile: { () throws(BackupError) in try checkSum(of: file, named: name, against: manifest.sha256) })
        var contents = DumpContents()
        for scan in scans { contents.append(scan.contents()) }
        if let flaw = contents.flaw(expecting: manifest.census.expected) {
            throw .damaged(file: "\(name)", reason: "of its text: \(flaw)")
        }
        return Verification(
            fileBytes: file.size, sqlBytes: manifest.sqlBytes, census: contents.census, manifest: manifest)
    }

    private func checkSum(of file: any StoredFile, named name: StoredName, against sha256: String) throws(BackupError) {
        var sum = SHA256()
        var offset: Int64 = 0
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = try buffer.withUnsafeMutableBufferPointer { buffer throws(BackupError) in
                try file.read(at: offset, into: UnsafeMutableRawBufferPointer(buffer))
            }
            if count == 0 { break }
            sum.update(buffer.span.extracting(first: count).bytes)
            offset += Int64(count)
        }
        let found = sum.finish()
        guard found == sha256 else {
            throw .damaged(file: "\(name)", reason: "its SHA-256 is \(found), the manifest's \(sha256)")
        }
    }
}

/// What was proved of a file.
package struct Verification: Sendable, Equatable {
    package var fileBytes: Int64
    package var sqlBytes: Int64
    package var census: Census
    /// What it was compared with; nil when there was none.
    package var manifest: BackupManifest?
}
