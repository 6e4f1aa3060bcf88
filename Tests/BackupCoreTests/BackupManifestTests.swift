import BackupCore
import TestSupport
import Testing

@Suite struct BackupManifestTests {
    private let name = StoredName.sample("backup_2026-02-23_143000.sql.gz")
    private let manifest = {
        var manifest = BackupManifest.sample(
            of: .sample("backup_2026-02-23_143000.sql.gz"),
            file: Measured(bytes: Int64.max, sha256: String(repeating: "ab", count: 32)))
        manifest.createdBy = 7
        manifest.dump.options = ["--a/b", "--é\n\""]
        manifest.crc32 = UInt32.max
        manifest.tables = [StoredTable(name: ObjectName("t"), offset: 10, length: 1 << 40, sqlBytes: 1 << 41)]
        manifest.restoredAt = .sample
        manifest.restoreSeconds = 7
        return manifest
    }()

    @Test func `reads what it wrote`() throws {
        var byNobody = manifest
        byNobody.createdBy = nil

        #expect(try BackupManifest(decoding: manifest.encoded()) == manifest)
        #expect(try BackupManifest(decoding: byNobody.encoded()) == byNobody)
    }

    @Test func `is text that a person can read, one member a line in order`() throws {
        let text = String(decoding: try manifest.encoded(), as: UTF8.self)

        #expect(text.hasPrefix("{\n  \"census\" : {\n    \"expected\" : {\n      \"events\" : [\n\n      ],\n"))
        #expect(text.contains("\n  \"crc32\" : 4294967295,\n  \"created_at\" : \"2026-02-23T14:30:00Z\",\n"))
        #expect(text.contains("\"--a/b\""))
        #expect(text.hasSuffix("\n}\n"))
    }

    @Test func `is none when it is cut off, wherever`() throws {
        let document = try manifest.encoded()

        for length in 0..<(document.count - 2) {
            #expect(BackupManifest(decoding: Array(document[..<length])) == nil)
        }
    }

    @Test func `is none when it is of an older version`() throws {
        var older = manifest
        older.version = BackupManifest.currentVersion - 1

        #expect(try BackupManifest(decoding: older.encoded(), of: name) == nil)
    }

    @Test(arguments: [(3, ""), (1000, ", \"crc32\": {}, \"new\": [1]")])
    func `of a newer version is an error of its own, whatever else it holds`(version: Int, rest: String) throws {
        let document = "{\"version\": \(version)\(rest)}"

        let error = #expect(throws: BackupError.self) {
            try BackupManifest(decoding: Array(document.utf8), of: name)
        }

        #expect(error == .newerManifest(file: "\(name)", version: version))
        #expect(
            error?.description == """
                the manifest of '\(name)' is of version \(version), written by a newer backupd; this one knows version 2
                hint: use the newer backupctl
                """)
    }

    @Test(arguments: ["{\"version\": 3", "{\"version\": 1e40}", "{\"version\": \"3\"}", "[3]"])
    func `that tells no version is damaged`(document: String) throws {
        #expect(try BackupManifest(decoding: Array(document.utf8), of: name) == nil)
    }

    @Test(arguments: [(.max, 1), (1, .max), (1 << 62, 1 << 62), (-1, 1), (1, -1)] as [(Int64, Int64)])
    func `is none when a table in it goes beyond the file`(offset: Int64, length: Int64) throws {
        var damaged = manifest
        damaged.tables = [StoredTable(name: ObjectName("t"), offset: offset, length: length, sqlBytes: 1)]

        #expect(try BackupManifest(decoding: damaged.encoded()) == nil)
    }
}
