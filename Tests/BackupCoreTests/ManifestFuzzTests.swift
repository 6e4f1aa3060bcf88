import BackupCore
import FoundationEssentials
import TestSupport
import Testing

/// What holds of manifests and the numbers in them.
@Suite struct ManifestFuzzTests {
    private static let words = [
        "\"", "\\", "\\u0000", "\\ud800", "{", "}", "[", "]", ",", ":", "null", "true", "-", "0", "1e400", "1.5", "-1",
        "9223372036854775807", "9223372036854775808", "4611686018427387904", "\"tables\"", "\"offset\"", "\"segments\"",
        "2026-02-23T14:30:00Z", "0000-00-00T00:00:00Z", "9999-12-31T23:59:60Z", "é", "\u{301}", "\0",
    ]

    private func name(_ fuzz: inout Fuzz) -> ObjectName {
        ObjectName(fuzz.text(of: ["a", "é", "e\u{301}", "`", "\"", "\\", "\n", "\0", "/", "😀"], upTo: 4))
    }

    /// Any manifest that is plausible.
    private func manifest(_ fuzz: inout Fuzz) -> BackupManifest {
        var manifest = BackupManifest.sample(of: .sample("a"), bytes: 0)
        manifest.segments = []
        var (end, text) = (Int64(fuzz.below(100)), Int64(0))
        for _ in 0..<fuzz.below(6) {
            let (length, sqlBytes) = (Int64(fuzz.next() >> 4), Int64(fuzz.next() >> 4))
            let crc32 = UInt32(truncatingIfNeeded: fuzz.next())
            manifest.segments.append(Segment(offset: end, length: length, sqlBytes: sqlBytes, crc32: crc32))
            (end, text) = (end + length, text + sqlBytes)
        }
        (manifest.fileBytes, manifest.sqlBytes, manifest.dataBytes) = (end, text, fuzz.integer())
        if fuzz.isOne(in: 4) { manifest.fileBytes = .max }
        manifest.tables = manifest.segments.map { [name = name(&fuzz)] in
            StoredTable(name: name, offset: $0.offset, length: $0.length, sqlBytes: $0.sqlBytes)
        }
        for kind in Census.Kind.allCases { manifest.census.found.insert(name(&fuzz), as: kind) }
        manifest.createdBy = fuzz.isOne(in: 2) ? nil : fuzz.next()
        manifest.crc32 = UInt32(truncatingIfNeeded: fuzz.next())
        manifest.createdAt = Date(timeIntervalSince1970: Double(1 + fuzz.below(0x7FFF_FFFF)))
        manifest.restoredAt = fuzz.isOne(in: 2) ? nil : manifest.createdAt
        manifest.dump.options = [name(&fuzz).description]
        return manifest
    }

    @Test func `a manifest is read as it was written`() throws {
        try Fuzz.run("manifests", cases: 100) { fuzz in
            let manifest = manifest(&fuzz)
            let read = BackupManifest(decoding: try manifest.encoded())
            try fuzz.check(read == manifest, "\(String(describing: read)) instead of \(manifest)")
        }
    }

    @Test func `what is read of a damaged manifest can be reckoned with and written again`() throws {
        try Fuzz.run("damaged manifests", cases: 250) { fuzz in
            var document = try manifest(&fuzz).encoded()
            if fuzz.isOne(in: 2) {
                fuzz.replaceNumber(in: &document)
            } else {
                document = fuzz.mutated(document, with: Self.words)
            }

            guard let read = BackupManifest(decoding: document) else { return }

            for segment in read.segments {
                try fuzz.check(isWithin(segment.offset, segment.length, read), "\(segment)")
            }
            for table in read.tables { try fuzz.check(isWithin(table.offset, table.length, read), "\(table)") }
            try fuzz.check(BackupManifest(decoding: try read.encoded()) == read, "not the same again: \(read)")
            let plan = DumpPlan(description: read.dump, census: Census(), dataBytes: fuzz.integer())
            let forecast = Forecast(of: plan, after: read)
            try fuzz.check(forecast.sqlBytes > 0 && forecast.fileBytes > 0, "\(forecast)")
        }
    }

    private func isWithin(_ offset: Int64, _ length: Int64, _ manifest: BackupManifest) -> Bool {
        let (end, overflow) = offset.addingReportingOverflow(length)
        return offset >= 0 && length >= 0 && !overflow && end <= manifest.fileBytes
    }

    @Test func `a table is found in its segments or not at all`() throws {
        try Fuzz.run("places of tables", cases: 800) { fuzz in
            var (segments, file, text): ([Segment], Int64, Int64) = ([], 10, 0)
            for _ in 0..<fuzz.below(8) {
                let (length, sqlBytes) = (Int64(1 + fuzz.below(9)), Int64(fuzz.below(9)))
                segments.append(Segment(offset: file, length: length, sqlBytes: sqlBytes, crc32: 0))
                (file, text) = (file + length, text + sqlBytes)
            }
            var (tables, end): ([DumpedTable], Int64) = ([], 0)
            for _ in 0..<fuzz.below(4) {
                let start = end + Int64(fuzz.below(9))
                end = start + Int64(fuzz.below(12))
                tables.append(DumpedTable(name: ObjectName("t"), sqlOffset: start, sqlBytes: end - start))
            }

            guard let places = try? [StoredTable](tables, in: segments) else { return }

            for (table, place) in zip(tables, places) {
                let own = segments.filter { $0.offset >= place.offset && $0.offset < place.offset + place.length }
                let sum = own.reduce(0) { $0 + $1.sqlBytes }
                try fuzz.check(sum == table.sqlBytes || place.length == 0, "\(table) at \(place) of \(segments)")
            }
        }
    }
}
