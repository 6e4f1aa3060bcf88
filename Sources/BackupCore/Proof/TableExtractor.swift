/// Takes one table out of a backup file without reading the rest.
///
/// The segments are copied as they are: the first of the file, which sets character set, time zone and checks as the
/// dump needs them, then the table's own. What is copied is inflated too, so nothing damaged is handed on.
package struct TableExtractor: Sendable {
    private let storage: any BackupStorage
    private let decompressor: any Decompressor
    private let scanner: any DumpScanner
    private let joiner: any MemberJoiner

    package init(
        storage: any BackupStorage, decompressor: any Decompressor, scanner: any DumpScanner, joiner: any MemberJoiner
    ) {
        self.storage = storage
        self.decompressor = decompressor
        self.scanner = scanner
        self.joiner = joiner
    }

    /// Writes one gzip member that makes `table`, with its rows and triggers.
    ///
    /// - Returns: the bytes of text in it.
    /// - Throws: ``BackupError/noManifest(file:)``; ``BackupError/noSuchTable(_:file:)``;
    ///   ``BackupError/damaged(file:reason:)``, after which what was written is worthless.
    package func extract(_ table: String, of backup: Backup, into sink: any ByteSink) throws(BackupError) -> Int64 {
        guard let name = backup.file else { throw .fileMissing(path: backup.path) }
        let folder = try storage.open()
        let file = try folder.read(name)
        guard let manifest = try folder.manifest(of: name) else {
            throw .noManifest(file: "\(name)")
        }
        guard let place = manifest.tables.first(where: { $0.name == ObjectName(table) }), place.length > 0 else {
            throw .noSuchTable(table, file: name.description)
        }
        let own = manifest.segments.filter { $0.offset >= place.offset && $0.offset < place.offset + place.length }
        let segments = manifest.segments.prefix(1) + own.filter { $0.offset != manifest.segments.first?.offset }
        let scans = segments.map { _ in scanner.scan() }
        try decompressor.decompress(
            Array(segments), of: file, named: name, into: { scans[$0] }, meanwhile: { () throws(BackupError) in })
        var contents = DumpContents()
        for scan in scans { contents.append(scan.contents()) }
        guard contents.census[.tables] == [place.name], contents.endsCleanly, contents.namesCharacterSet else {
            throw .damaged(file: "\(name)", reason: "what stands at the place of '\(table)' is not that table")
        }
        try joiner.join(Array(segments), of: file, into: sink)
        return segments.reduce(0) { $0 + $1.sqlBytes }
    }
}

/// Makes one gzip member of segments of another.
package protocol MemberJoiner: Sendable {
    func join(_ segments: [Segment], of file: any StoredFile, into sink: any ByteSink) throws(BackupError)
}
