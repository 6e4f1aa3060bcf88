import BackupCore
import Gzip
import MySQL
import Posix
import TestSupport
import Testing

/// What holds of proving a backup and of taking a table out of it, whatever happened to file and manifest.
@Suite struct ProofFuzzTests {
    private let backup: SampleBackup
    private let gunzip: Gunzip

    init() throws {
        backup = try SampleBackup(of: Files.bytes(at: Stack.repository + "/Tests/Data/dumps/mariadb.sql"))
        gunzip = Gunzip(workers: 2, cancellation: try Cancellation())
    }

    /// Nil when it is found to be damaged.
    private func verification(of file: [UInt8], _ manifest: BackupManifest?) throws -> Verification? {
        let (storage, row) = SampleBackup.storage(holding: file, manifest)
        do throws(BackupError) {
            return try BackupVerifier(storage: storage, decompressor: gunzip, scanner: MySQLDumpScanner()).verify(row)
        } catch .damaged {
            return nil
        }
    }

    /// The document of the manifest, with another number in place of one, or with something else done to it.
    private func damagedManifest(_ fuzz: inout Fuzz) throws -> BackupManifest? {
        var document = try backup.manifest.encoded()
        if fuzz.isOne(in: 4) { return BackupManifest(decoding: fuzz.mutated(document)) }
        for _ in 0...fuzz.below(2) { fuzz.replaceNumber(in: &document) }
        return BackupManifest(decoding: document)
    }

    @Test func `no file but the one that was written passes`() throws {
        #expect(try verification(of: backup.file, backup.manifest) != nil)
        #expect(try verification(of: backup.file, nil) != nil)

        try Fuzz.run("files", cases: 120) { fuzz in
            let file = fuzz.mutated(backup.file)
            guard file != backup.file else { return }

            let found = try verification(of: file, backup.manifest)

            try fuzz.check(found == nil, "a file of \(file.count) bytes passed")
            let alone = try verification(of: file, nil)
            try fuzz.check(
                alone == nil || alone?.census == backup.manifest.census.found, "\(String(describing: alone))")
        }
    }

    @Test func `no manifest of another file passes`() throws {
        let own = backup.manifest
        try Fuzz.run("manifests of files", cases: 200) { fuzz in
            guard let manifest = try damagedManifest(&fuzz) else { return }

            guard try verification(of: backup.file, manifest) != nil else { return }

            let isSame =
                (manifest.fileBytes, manifest.sqlBytes, manifest.sha256, manifest.crc32, manifest.fileName)
                == (own.fileBytes, own.sqlBytes, own.sha256, own.crc32, own.fileName)
                && manifest.census.expected == own.census.expected && manifest.segments.count >= own.segments.count
            try fuzz.check(isSame, "it passed: \(manifest)")
        }
    }

    @Test func `what is taken out as a table is that table`() throws {
        let tables = backup.manifest.tables
        #expect(tables.count == 3)
        try Fuzz.run("tables of files", cases: 200) { fuzz in
            let manifest = fuzz.isOne(in: 8) ? backup.manifest : try damagedManifest(&fuzz)
            let file = fuzz.isOne(in: 4) ? fuzz.mutated(backup.file) : backup.file
            guard let manifest else { return }
            let (storage, row) = SampleBackup.storage(holding: file, manifest)
            let extractor = TableExtractor(
                storage: storage, decompressor: gunzip, scanner: MySQLDumpScanner(), joiner: GzipJoiner())
            let table = fuzz.pick(tables + manifest.tables).name
            let (taken, text) = (CollectingSink(), CollectingSink())

            do throws(BackupError) {
                _ = try extractor.extract(table.description, of: row, into: taken)
            } catch {
                try fuzz.check(manifest != backup.manifest || file != backup.file, "\(error)")
                return
            }

            _ = try gunzip.decompress(InMemoryFile(taken.bytes), named: SampleBackup.name, into: text)
            let scan = MySQLDumpScanner().scan()
            try scan.write(bytes: text.bytes)
            let contents = scan.contents()
            try fuzz.check(
                contents.census[.tables] == [table] && contents.namesCharacterSet, "\(contents) of \(manifest)")
        }
    }
}
