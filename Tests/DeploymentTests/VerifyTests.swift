import BackupCore
import Digest
import Posix
import Storage
import TestSupport
import Testing

/// What a verification finds, on a backup that was made by the real parts.
@Suite struct VerifyTests {
    @Test func `a backup as it was made is proved`() throws {
        let (small, storage) = try SmallBackup.inMemory()

        let verification = try small.verifier.verify(small.backup)

        #expect(verification.fileBytes == small.backup.sizeInBytes)
        #expect(verification.sqlBytes == Int64(SmallBackup.text.utf8.count))
        #expect(verification.census[.tables] == Set(SmallBackup.tables.map { ObjectName($0) }))
        #expect(verification.manifest == storage.contents.manifests[small.name])
        #expect(verification.manifest?.segments.count == 6)
    }

    @Test func `every flipped bit is found`() throws {
        let (small, storage) = try SmallBackup.inMemory()
        let whole = try #require(storage.contents.files[small.name])
        #expect(whole.count > 1000)

        for position in whole.indices {
            for bit in 0..<8 {
                storage.contents.files[small.name]?[position] ^= 1 << UInt8(bit)
                #expect(small.isFoundDamaged(), "bit \(bit) of byte \(position)")
                storage.contents.files[small.name]?[position] = whole[position]
            }
        }
        #expect(small.damage() == nil)
    }

    @Test func `every truncation is found, though the row agrees with what is left`() throws {
        let (small, storage) = try SmallBackup.inMemory()
        let whole = try #require(storage.contents.files[small.name])

        for count in whole.indices {
            storage.contents.files[small.name] = Array(whole[..<count])
            #expect(small.isFoundDamaged(), "\(count) bytes")
            #expect(small.isFoundDamaged { $0.sizeInBytes = Int64(count) }, "\(count) bytes, and a row that says so")
        }
        storage.contents.files[small.name] = whole + [0]
        #expect(small.isFoundDamaged { $0.sizeInBytes += 1 })
        storage.contents.files[small.name] = nil
        #expect(small.damage() == .fileMissing(path: small.name.path))
    }

    @Test func `pieces that changed places are found, though each is whole`() throws {
        let (small, storage) = try SmallBackup.inMemory()
        let whole = try #require(storage.contents.files[small.name])
        var manifest = try #require(storage.contents.manifests[small.name])
        let (first, second) = (manifest.segments[1], manifest.segments[2])
        let piece = { (segment: Segment) in whole[Int(segment.offset)..<Int(segment.offset + segment.length)] }
        let end = Int(second.offset + second.length)
        let swapped = whole[..<Int(first.offset)] + piece(second) + piece(first) + whole[end...]
        storage.contents.files[small.name] = Array(swapped)

        #expect(small.isFoundDamaged())

        manifest.segments[1] = Segment(
            offset: first.offset, length: second.length, sqlBytes: second.sqlBytes, crc32: second.crc32)
        manifest.segments[2] = Segment(
            offset: first.offset + second.length, length: first.length, sqlBytes: first.sqlBytes, crc32: first.crc32)
        storage.contents.manifests[small.name] = manifest
        #expect(small.isFoundDamaged(), "by the sum of the whole")
    }

    /// As if a byte of a stored block had changed, and those who keep sums of it had followed.
    @Test func `other text of the same length is found unless every sum agrees with it`() throws {
        let (small, storage) = try SmallBackup.inMemory()
        let (_, others) = try SmallBackup.inMemory(of: SmallBackup.text.replacing("varchar(255)", with: "varchar(254)"))
        let (right, rightBytes) = try (
            #require(storage.contents.manifests[small.name]), #require(storage.contents.files[small.name])
        )
        let (other, otherBytes) = try (
            #require(others.contents.manifests[small.name]), #require(others.contents.files[small.name])
        )
        #expect(other.sqlBytes == right.sqlBytes)

        for agreeing in 0..<8 {
            let bytes = otherBytes.dropLast(8) + (agreeing & 1 == 0 ? rightBytes : otherBytes).suffix(8)
            var manifest = other
            if agreeing & 2 == 0 { manifest.crc32 = right.crc32 }
            for number in other.segments.indices where agreeing & 4 == 0 {
                manifest.segments[number].crc32 = right.segments[number].crc32
            }
            var sum = SHA256()
            sum.update(Array(bytes).span.bytes)
            manifest.sha256 = sum.finish()
            storage.contents.files[small.name] = Array(bytes)
            storage.contents.manifests[small.name] = manifest

            let isFound = small.isFoundDamaged { $0.sizeInBytes = Int64(bytes.count) }
            #expect(isFound == (agreeing != 7), "trailer, manifest, segments: \(agreeing)")
        }
    }

    @Test func `a manifest that does not fit is found, whichever member it is`() throws {
        let (small, storage) = try SmallBackup.inMemory()
        let right = try #require(storage.contents.manifests[small.name])
        let changes: [(String, (inout BackupManifest) -> Void)] = [
            ("the name", { $0.fileName = "backup_2026-02-23_143001.sql.gz" }), ("bytes", { $0.fileBytes += 1 }),
            ("text", { $0.sqlBytes += 1 }), ("CRC-32", { $0.crc32 ^= 1 }),
            ("SHA-256", { $0.sha256 = String($0.sha256.reversed()) }),
            ("an object more", { $0.census.expected.insert(ObjectName("x"), as: .tables) }),
            ("an object less", { $0.census.expected = Census() }), ("no segment", { $0.segments = [] }),
            ("a segment less", { $0.segments.removeLast() }), ("a place", { $0.segments[2].offset += 1 }),
            ("a length", { $0.segments[2].length -= 1 }), ("a segment's sum", { $0.segments[2].crc32 ^= 1 }),
            ("a segment's text", { $0.segments[2].sqlBytes -= 1 }),
        ]

        for (what, change) in changes {
            var manifest = right
            change(&manifest)
            storage.contents.manifests[small.name] = manifest
            #expect(small.isFoundDamaged(), "\(what)")
        }
        storage.contents.manifests[small.name] = right
        #expect(small.damage() == nil)
    }

    @Test func `a manifest that cannot be understood is damage, and none is not`() throws {
        let scratch = try ScratchFolder()
        let small = try SmallBackup(in: BackupDirectory(root: scratch.path))
        let document = "backups/.manifests/\(small.name).json"
        let right = try scratch.text(of: document)

        for wrong in [
            "", "{}", "[", String(right.dropLast(3)), right.replacing("\"version\" : 2", with: "\"version\" : 1"),
        ] {
            try scratch.write(wrong, to: document)
            #expect(
                small.damage() == .damaged(file: "\(small.name)", reason: "its manifest cannot be understood"),
                "\(wrong)")
        }
        try scratch.write(right.replacing("\"version\" : ", with: "\"version\" : 9"), to: document)
        #expect(small.damage() == .newerManifest(file: "\(small.name)", version: 92), "nor is a newer version")
        try small.storage.open().removeManifest(of: small.name)
        #expect(try small.verifier.verify(small.backup).manifest == nil)
    }

    @Test func `a reader that is told to stop stops`() throws {
        let scratch = try ScratchFolder()
        let small = try SmallBackup(in: BackupDirectory(root: scratch.path))
        let cancellation = try Cancellation()
        cancellation.cancel()

        let file = try BackupDirectory(root: scratch.path, cancellation: cancellation).open().read(small.name)

        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1, alignment: 1)
        defer { buffer.deallocate() }
        #expect(throws: BackupError.interrupted) { try file.read(at: 0, into: buffer) }
    }
}
