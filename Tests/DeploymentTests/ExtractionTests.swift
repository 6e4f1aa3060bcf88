import BackupCore
import Posix
import TestSupport
import Testing

/// One table out of a backup that was made by the real parts.
@Suite struct ExtractionTests {
    private func extract(_ table: String, of small: SmallBackup) -> Result<[UInt8], BackupError> {
        Result { () throws(BackupError) in
            let sink = CollectingSink()
            _ = try small.extractor.extract(table, of: small.backup, into: sink)
            return sink.bytes
        }
    }

    @Test(arguments: SmallBackup.tables)
    func `what is extracted is one gzip member with the head and the table, and no other`(table: String) throws {
        let (small, _) = try SmallBackup.inMemory()
        let scratch = try ScratchFolder()
        let path = scratch.path(of: "table.sql.gz")
        let sink = CollectingSink()

        let sqlBytes = try small.extractor.extract(table, of: small.backup, into: sink)

        try Files.write(sink.bytes, to: path)
        let text = try Program.succeed("gzip", ["-dc", path]).text
        #expect(Int64(text.utf8.count) == sqlBytes)
        #expect(text.contains("SET NAMES utf8mb4"))
        let made = text.split(separator: "\n").filter { $0.hasPrefix("CREATE TABLE") }
        #expect(made == ["CREATE TABLE `\(table.replacing("`", with: "``"))` ("])
        #expect(text.split(separator: "\n").filter { $0.hasPrefix("(") }.count == 3)
        // A second member would be one that some readers never reach.
        #expect(sink.bytes.ranges(of: [0x1F, 0x8B, 8, 0]).count == 1)
    }

    @Test func `only the head and the table are read`() throws {
        let (small, storage) = try SmallBackup.inMemory()
        let manifest = try #require(storage.contents.manifests[small.name])
        let place = try #require(manifest.tables.first { $0.name == ObjectName("notes") })
        let right = try extract("notes", of: small).get()
        let head = manifest.segments[0]
        let needed = [head.offset..<(head.offset + head.length), place.offset..<(place.offset + place.length)]
        var bytes = try #require(storage.contents.files[small.name])
        for position in bytes.indices where !needed.contains(where: { $0.contains(Int64(position)) }) {
            bytes[position] = 0xFF
        }
        storage.contents.files[small.name] = bytes

        #expect(try extract("notes", of: small).get() == right)
    }

    /// Between blocks there are bits without meaning.
    @Test func `no flipped bit is handed on in the text`() throws {
        let (small, storage) = try SmallBackup.inMemory()
        let whole = try #require(storage.contents.files[small.name])
        let manifest = try #require(storage.contents.manifests[small.name])
        let place = try #require(manifest.tables.first { $0.name == ObjectName("notes") })
        var handedOn = 0

        for position in Int(place.offset)..<Int(place.offset + place.length) {
            storage.contents.files[small.name]?[position] ^= 1 << UInt8(position % 8)
            switch extract("notes", of: small) {
            case .success: handedOn += 1
            case .failure(.damaged): break
            case .failure(let error): Issue.record("\(error)")
            }
            storage.contents.files[small.name]?[position] = whole[position]
        }
        #expect(handedOn <= 2)
    }

    @Test func `what cannot be extracted is told`() throws {
        let (small, storage) = try SmallBackup.inMemory()

        #expect(extract("none", of: small) == .failure(.noSuchTable("none", file: "\(small.name)")))
        #expect(extract("NOTES", of: small) == .failure(.noSuchTable("NOTES", file: "\(small.name)")))
        storage.contents.manifests = [:]
        #expect(
            extract("notes", of: small)
                == .failure(
                    .noManifest(file: "\(small.name)")))
        storage.contents.files = [:]
        #expect(extract("notes", of: small) == .failure(.fileMissing(path: small.name.path)))
    }

    @Test func `a manifest that leads to another table is no guide`() throws {
        let (small, storage) = try SmallBackup.inMemory()
        var manifest = try #require(storage.contents.manifests[small.name])
        (manifest.tables[0].name, manifest.tables[1].name) = (manifest.tables[1].name, manifest.tables[0].name)
        storage.contents.manifests[small.name] = manifest

        let reason = "what stands at the place of 'customers' is not that table"
        #expect(extract("customers", of: small) == .failure(.damaged(file: "\(small.name)", reason: reason)))
    }
}
