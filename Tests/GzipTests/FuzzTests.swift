import BackupCore
import Posix
import TestSupport
import Testing

@testable import Gzip

/// What holds of reading a file again, whatever it is by now.
@Suite struct FuzzTests {
    private let gunzip: Gunzip
    private let name = StoredName.sample("a.sql.gz")
    private let text = Sample.dump(60_000)
    private let file: [UInt8]
    private let made: CompressedText

    init() throws {
        gunzip = Gunzip(workers: 2, cancellation: try Cancellation())
        let sink = CollectingSink()
        var source: any ByteSource & ~Copyable = TextSource(text, cuts: [5, 900, 20_000, 20_001])
        made = try ParallelGzip(level: .fixed(6), workers: 2, blockSize: 8192).compress(&source, into: sink)
        file = sink.bytes
    }

    private func inflated(_ file: [UInt8]) throws -> [UInt8]? {
        let sink = CollectingSink()
        do throws(BackupError) {
            let count = try gunzip.decompress(InMemoryFile(file), named: name, into: sink)
            guard count == sink.bytes.count else { throw .storageFailed(reason: "\(count) bytes counted") }
            return sink.bytes
        } catch .damaged {
            return nil
        }
    }

    @Test func `a file that something happened to is damaged, or still says the same`() throws {
        // Some bytes, such as the header's for time and system, mean nothing to the data.
        try Fuzz.run("gzip files", cases: 150) { fuzz in
            var damaged = fuzz.mutated(file, with: ["\u{1F}", "\0", "\u{3}\0"])
            if fuzz.isOne(in: 10) { damaged = fuzz.bytes(upTo: 200) }
            if fuzz.isOne(in: 10) { damaged = Array(file.prefix(10)) + fuzz.bytes(upTo: 200) }

            let found = try inflated(damaged)

            try fuzz.check(found == nil || found == text, "\(damaged.count) bytes say something else")
            if damaged.count < file.count { try fuzz.check(found == nil, "\(damaged.count) bytes are the whole") }
        }
    }

    @Test func `segments that are not what they are said to be are damaged`() throws {
        try Fuzz.run("segments", cases: 150) { fuzz in
            var segments = made.segments
            let index = fuzz.below(segments.count)
            let size = Int64(file.count)
            switch fuzz.below(4) {
            case 0: segments[index].offset = min(max(0, fuzz.integer()), size - 1)
            case 1 where fuzz.isOne(in: 2): segments[index].length -= Int64(fuzz.below(8))
            case 1: segments[index].length = min(max(0, fuzz.integer()), Int64.max - size)
            case 2: segments[index].sqlBytes = fuzz.integer()
            default: segments[index].crc32 ^= 1 << UInt32(fuzz.below(32))
            }
            let isSame = segments == made.segments
            let sinks = segments.map { _ in CollectingSink() }

            let damage: BackupError?
            do throws(BackupError) {
                try gunzip.decompress(
                    segments, of: InMemoryFile(file), named: name, into: { sinks[$0] },
                    meanwhile: { () throws(BackupError) in })
                damage = nil
            } catch {
                damage = error
            }

            try fuzz.check(damage == nil || !isSame, "\(segments[index]): \(String(describing: damage))")
            guard damage == nil else { return }
            let joined = CollectingSink()
            try GzipJoiner().join(segments, of: InMemoryFile(file), into: joined)
            let isProved = try sinks.flatMap(\.bytes) == text && inflated(joined.bytes) == text
            try fuzz.check(isProved, "\(segments[index]) is taken for another text")
        }
    }

    @Test func `a segment that has all its text and not its last block's end is damaged`() throws {
        for missing in 1...5 {
            var segment = made.segments[1]
            segment.length -= Int64(missing)
            #expect(throws: BackupError.self) {
                try gunzip.decompress(
                    [segment], of: InMemoryFile(file), named: name, into: { _ in CollectingSink() },
                    meanwhile: { () throws(BackupError) in })
            }
        }
    }

    @Test func `any segments joined are a file that says what they say`() throws {
        let ends = made.segments.reduce(into: [0]) { $0.append($0[$0.count - 1] + Int($1.sqlBytes)) }
        try Fuzz.run("joined segments", cases: 60) { fuzz in
            let chosen = (0...fuzz.below(5)).map { _ in fuzz.below(made.segments.count) }
            let sink = CollectingSink()

            try GzipJoiner().join(chosen.map { made.segments[$0] }, of: InMemoryFile(file), into: sink)

            let wanted = chosen.flatMap { text[ends[$0]..<ends[$0 + 1]] }
            try fuzz.check(try inflated(sink.bytes) == wanted, "segments \(chosen)")
        }
    }
}
