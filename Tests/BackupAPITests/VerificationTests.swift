import BackupCore
import HTTP
import TestSupport
import Testing

@testable import BackupAPI

@Suite struct VerificationTests {
    private let world = APIWorld()
    private let file = StoredName.sample("backup_2026-02-22_143000.sql.gz")
    private let zeros = String(repeating: "0", count: 64)

    private func change(_ body: (inout BackupManifest) -> Void) throws {
        var manifest = try #require(world.world.storage.contents.manifests[file])
        body(&manifest)
        world.world.storage.contents.manifests[file] = manifest
    }

    @Test func `says what the manifest says`() throws {
        try change { manifest in
            manifest.restoredAt = .sample
            manifest.restoreSeconds = 90
        }

        let response = world.respond("GET", "/api/core/backups/1/verification", as: .viewer)

        let census = #"{"tables":["t"],"sequences":[],"views":[],"routines":[],"triggers":[],"events":[]}"#
        #expect(response.status == .ok)
        #expect(
            response.text == #"{"data":{"id":1,"filename":"\#(file)","sha256":"\#(zeros)","file_bytes":36,"#
                + #""sql_bytes":36,"proved_at":"2026-02-22T14:30:00.000000Z","#
                + #""restored_at":"2026-02-23T14:30:00.000000Z","restore_seconds":90,"#
                + #""census":{"expected":\#(census),"found":\#(census)}}}"#)
    }

    @Test func `a backup that the PHP module made is not known to be proved`() throws {
        world.world.add(id: 2, at: .sample, hasManifest: false)

        let response = world.respond("GET", "/api/core/backups/2/verification")
        let checksum = world.respond("GET", "/api/core/backups/2/checksum")

        #expect(response.status == .ok)
        #expect(
            response.text == #"{"data":{"id":2,"filename":"backup_2026-02-23_143000.sql.gz","sha256":null,"#
                + #""file_bytes":null,"sql_bytes":null,"proved_at":null,"restored_at":null,"restore_seconds":null,"#
                + #""census":null}}"#)
        #expect(checksum.status == .notFound)
        #expect(checksum.message == "Backup checksum not found")
    }

    @Test(arguments: ["another size", "another file", "a newer version"])
    func `a manifest that does not go with the file proves nothing`(flaw: String) throws {
        try change { manifest in
            switch flaw {
            case "another size": manifest.fileBytes += 1
            case "another file": manifest.fileName = "backup_2026-02-21_143000.sql.gz"
            default: manifest.version += 1
            }
        }

        let response = world.respond("GET", "/api/core/backups/1/verification")

        #expect(try JSONValue(parsing: response.body)["data"]["proved_at"] == .null)
        #expect(world.respond("GET", "/api/core/backups/1/checksum").status == .notFound)
        #expect(world.respond("GET", "/api/core/backups/1/download").headers["Repr-Digest"] == nil)
    }

    @Test(arguments: ["verification", "checksum"])
    func `a backup that is unknown, or whose file is gone, is not found`(what: String) {
        let unknown = world.respond("GET", "/api/core/backups/999/\(what)")
        world.world.storage.contents.files = [:]
        let gone = world.respond("GET", "/api/core/backups/1/\(what)")

        #expect(unknown.status == .notFound)
        #expect(unknown.message == #"No query results for model [App\\Models\\DatabaseBackup] 999"#)
        #expect(gone.status == .notFound)
        #expect(gone.message == "Backup file not found")
    }

    @Test func `the checksum is a line for sha256sum, and the download says the same`() {
        let checksum = world.respond("GET", "/api/core/backups/1/checksum", as: .downloader)
        let download = world.respond("GET", "/api/core/backups/1/download", as: .downloader)

        #expect(checksum.status == .ok)
        #expect(checksum.headers["Content-Type"] == "text/plain; charset=utf-8")
        #expect(checksum.headers["Cache-Control"] == "no-cache, private")
        #expect(checksum.text == "\(zeros)  \(file)\n")
        #expect(download.headers["Repr-Digest"] == "sha-256=:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=:")
    }

    @Test func `a name that a row has from elsewhere stays on its line`() throws {
        var row = Backup.sample(id: 2, file: file)
        row.fileName = "../a\nb\\c"
        world.world.catalog.add(row)

        #expect(world.respond("GET", "/api/core/backups/2/checksum").text == "\(zeros)  ..-a-b-c\n")
    }

    @Test(arguments: ["", "00", String(repeating: "0", count: 63) + "g", String(repeating: "0", count: 66)])
    func `a sum that is none is not told`(sum: String) throws {
        try change { $0.sha256 = sum }

        #expect(world.respond("GET", "/api/core/backups/1/checksum").status == .notFound)
        #expect(world.respond("GET", "/api/core/backups/1/download").headers["Repr-Digest"] == nil)
    }
}
