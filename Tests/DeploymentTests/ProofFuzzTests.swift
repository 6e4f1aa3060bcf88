import BackupCore
import Gzip
import MySQL
import Posix
import TestSupport
import Testing

/// What holds of proving a backup and of taking a table out of it, whatever happened to file and manifest.
@Suite struct ProofFuzzTests {
    private let storage = InMemoryStorage()
    private let small: SmallBackup
    private let file: [UInt8]
    private let manifest: BackupManifest

    init() throws {
        let text = try Files.text(at: Stack.repository + "/Tests/Data/dumps/mariadb.sql")
        small = try SmallBackup(of: text, in: storage)
        file = try #require(storage.contents.files[small.name])
        manifest = try #require(storage.contents.manifests[small.name])
    }

    /// The row, of what is in place of the backup's own file and manifest.
    private func row(of file: [UInt8], _ manifest: BackupManifest?) -> Backup {
        storage.contents.files[small.name] = file
        storage.contents.manifests[small.name] = manifest
        var row = small.backup
        row.sizeInBytes = Int64(file.count)
        return row
    }

    /// Nil when it is found to be damaged.
    private func verification(of file: [UInt8], _ manifest: BackupManifest?) throws -> Verification? {
        do throws(BackupError) {
            return try small.verifier.verify(row(of: file, manifest))
        } catch .damaged {
            return nil
        }
    }

    /// The document of the manifest, with another number in place of one, or with something else done to it.
    private func damagedManifest(_ fuzz: inout Fuzz) throws -> BackupManifest? {
        var document = try manifest.encoded()
        if fuzz.isOne(in: 4) { return BackupManifest(decoding: fuzz.mutated(document)) }
        for _ in 0...fuzz.below(2) { fuzz.replaceNumber(in: &document) }
        return BackupManifest(decoding: document)
    }

    @Test func `no file but the one that was written passes`() throws {
        #expect(try verification(of: file, manifest) != nil)
        #expect(try verification(of: file, nil) != nil)

        try Fuzz.run("files", cases: 120) { fuzz in
            let damaged = fuzz.mutated(file)
            guard damaged != file else { return }

            let found = try verification(of: damaged, manifest)

            try fuzz.check(found == nil, "a file of \(damaged.count) bytes passed")
            let alone = try verification(of: damaged, nil)
            try fuzz.check(
                alone == nil || alone?.census == manifest.census.found, "\(String(describing: alone))")
        }
    }

    @Test func `no manifest of another file passes`() throws {
        let own = manifest
        try Fuzz.run("manifests of files", cases: 200) { fuzz in
            guard let manifest = try damagedManifest(&fuzz) else { return }

            guard try verification(of: file, manifest) != nil else { return }

            let isSame =
                (manifest.fileBytes, manifest.sqlBytes, manifest.sha256, manifest.crc32, manifest.fileName)
                == (own.fileBytes, own.sqlBytes, own.sha256, own.crc32, own.fileName)
                && manifest.census.expected == own.census.expected && manifest.segments.count >= own.segments.count
            try fuzz.check(isSame, "it passed: \(manifest)")
        }
    }

    @Test func `what is taken out as a table is that table`() throws {
        let tables = manifest.tables
        #expect(tables.count == 3)
        try Fuzz.run("tables of files", cases: 200) { fuzz in
            let found = fuzz.isOne(in: 8) ? manifest : try damagedManifest(&fuzz)
            let damaged = fuzz.isOne(in: 4) ? fuzz.mutated(file) : file
            guard let found else { return }
            let table = fuzz.pick(tables + found.tables).name
            let taken = CollectingSink()

            do throws(BackupError) {
                _ = try small.extractor.extract(table.description, of: row(of: damaged, found), into: taken)
            } catch {
                try fuzz.check(found != manifest || damaged != file, "\(error)")
                return
            }

            let text = CollectingSink()
            let gunzip = Gunzip(workers: 1, cancellation: try Cancellation())
            _ = try gunzip.decompress(InMemoryFile(taken.bytes), named: small.name, into: text)
            let scan = MySQLDumpScanner().scan()
            try scan.write(bytes: text.bytes)
            let contents = scan.contents()
            try fuzz.check(
                contents.census[.tables] == [table] && contents.namesCharacterSet, "\(contents) of \(found)")
        }
    }
}
