import BackupCore
import TestSupport
import Testing

@Suite struct BackupManifestTests {
    private let manifest = BackupManifest(
        fileName: "backup_2026-02-23_143000.sql.gz", createdAt: 1_771_857_000, createdBy: 7,
        dump: DumpDescription(
            database: "erp", serverVersion: "10.11.19-MariaDB", clientVersion: "10.19", options: ["--a/b", "--é\n\""]),
        sqlBytes: 1 << 40, fileBytes: Int64.max, sha256: String(repeating: "ab", count: 32), crc32: UInt32.max)

    @Test func `reads what it wrote`() throws {
        var byNobody = manifest
        byNobody.createdBy = nil

        #expect(try BackupManifest(decoding: manifest.encoded()) == manifest)
        #expect(try BackupManifest(decoding: byNobody.encoded()) == byNobody)
    }

    @Test func `is text that a person can read, one member a line in order`() throws {
        let text = String(decoding: try manifest.encoded(), as: UTF8.self)

        #expect(text.hasPrefix("{\n  \"crc32\" : 4294967295,\n  \"createdAt\" : 1771857000,\n"))
        #expect(text.contains("\"--a/b\""))
        #expect(text.hasSuffix("\n}\n"))
    }

    @Test func `is none when it is cut off, wherever`() throws {
        let document = try manifest.encoded()

        for length in 0..<(document.count - 2) {
            #expect(BackupManifest(decoding: Array(document[..<length])) == nil)
        }
    }

    @Test func `is none when it is of another version`() throws {
        var newer = manifest
        newer.version = BackupManifest.currentVersion + 1

        #expect(try BackupManifest(decoding: newer.encoded()) == nil)
    }
}
