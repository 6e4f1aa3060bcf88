import BackupCore
import Posix
import TestSupport
import Testing

@testable import Gzip

/// The way back from a file to its text.
@Suite struct GunzipTests {
    private let name = StoredName.sample("x.sql.gz")

    private func gunzip(workers: Int = 2) throws -> Gunzip {
        Gunzip(workers: workers, cancellation: try Cancellation())
    }

    private func compressed(_ text: [UInt8], cuts: [Int] = []) throws -> (bytes: [UInt8], made: CompressedText) {
        let sink = CollectingSink()
        var source: any ByteSource & ~Copyable = TextSource(text, cuts: cuts)
        let made = try ParallelGzip(level: .fixed(6), workers: 2, blockSize: 50_000).compress(&source, into: sink)
        return (sink.bytes, made)
    }

    private func text(of bytes: [UInt8]) throws -> [UInt8] {
        let sink = CollectingSink()
        let size = try gunzip().decompress(InMemoryFile(bytes), named: name, into: sink)
        #expect(size == sink.bytes.count)
        return sink.bytes
    }

    @Test(arguments: [0, 1, 1000, 256 * 1024, 512 * 1024, 2_000_000])
    func `a whole file gives its text back`(count: Int) throws {
        for original in [Sample.dump(count), Sample.noise(count), [UInt8](repeating: 0, count: count)] {
            let bytes = try compressed(original).bytes

            let back = try text(of: bytes)

            #expect(back == original)
        }
    }

    @Test func `segments are inflated each alone, whatever the number of workers`() throws {
        let original = Sample.dump(700_000)
        let cuts = [1, 90_000, 90_001, 400_000]
        let (bytes, made) = try compressed(original, cuts: cuts)
        let starts = [0] + cuts

        for workers in [1, 2, 8] {
            let sinks = made.segments.map { _ in CollectingSink() }
            var isCalled = false
            try gunzip(workers: workers).decompress(
                made.segments, of: InMemoryFile(bytes), named: name, into: { sinks[$0] }, meanwhile: { isCalled = true }
            )

            #expect(isCalled)
            #expect(sinks.map(\.bytes) == zip(starts, cuts + [original.count]).map { Array(original[$0..<$1]) })
        }
    }

    @Test func `a segment that is not what was written is damage`() throws {
        let (bytes, made) = try compressed(Sample.dump(200_000), cuts: [100_000])
        let changes: [(inout Segment) -> Void] = [
            { $0.crc32 ^= 1 }, { $0.sqlBytes -= 1 }, { $0.sqlBytes += 1 }, { $0.offset += 1 }, { $0.offset -= 1 },
            { $0.length /= 2 }, { $0.length += 1_000_000 }, { $0.offset = 1_000_000 },
        ]

        for (number, change) in changes.enumerated() {
            var segments = made.segments
            change(&segments[1])
            let error = #expect(throws: BackupError.self) {
                try gunzip().decompress(
                    segments, of: InMemoryFile(bytes), named: name, into: { _ in CollectingSink() }, meanwhile: {})
            }
            guard case .damaged = error else {
                Issue.record("change \(number): \(String(describing: error))")
                continue
            }
        }
    }

    @Test func `the first failure is the one that is thrown, whoever meets it`() throws {
        let (bytes, made) = try compressed(Sample.dump(200_000), cuts: [100_000])
        let file = InMemoryFile(bytes)

        #expect(throws: FailingSink.failure) {
            try gunzip().decompress(
                made.segments, of: file, named: name, into: { _ in FailingSink(at: 1) }, meanwhile: {})
        }
        #expect(throws: BackupError.fileMissing(path: "x")) {
            try gunzip().decompress(
                made.segments, of: file, named: name, into: { _ in CollectingSink() },
                meanwhile: { () throws(BackupError) in throw .fileMissing(path: "x") })
        }
        #expect(throws: FailingSink.failure) {
            try gunzip().decompress(file, named: name, into: FailingSink(at: 1))
        }
    }

    @Test func `it ends when it is told to`() throws {
        let (bytes, made) = try compressed(Sample.dump(10_000))
        let cancellation = try Cancellation()
        cancellation.cancel()
        let gunzip = Gunzip(workers: 1, cancellation: cancellation)

        #expect(throws: BackupError.interrupted) {
            try gunzip.decompress(InMemoryFile(bytes), named: name, into: CollectingSink())
        }
        #expect(throws: BackupError.interrupted) {
            try gunzip.decompress(
                made.segments, of: InMemoryFile(bytes), named: name, into: { _ in CollectingSink() }, meanwhile: {})
        }
    }
}

@Suite struct GzipJoinerTests {
    @Test(arguments: [[], [0], [1], [0, 2], [2, 0, 1], [0, 1, 2]])
    func `segments become one member that the system's gzip reads`(numbers: [Int]) throws {
        let original = Sample.dump(400_000)
        let cuts = [100_000, 101_000]
        let sink = CollectingSink()
        var source: any ByteSource & ~Copyable = TextSource(original, cuts: cuts)
        let made = try ParallelGzip(level: .fixed(6), workers: 2, blockSize: 30_000).compress(&source, into: sink)
        let joined = CollectingSink()

        try GzipJoiner().join(numbers.map { made.segments[$0] }, of: InMemoryFile(sink.bytes), into: joined)

        let scratch = try ScratchFolder()
        try write(joined.bytes, to: scratch.path(of: "joined.gz"))
        let text = try Program.succeed("gzip", ["-dc", scratch.path(of: "joined.gz")]).output
        let bounds = [0] + cuts + [original.count]
        #expect(text == numbers.flatMap { original[bounds[$0]..<bounds[$0 + 1]] })
    }

    @Test func `a file that ends too early makes no member`() throws {
        let segment = Segment(offset: 10, length: 100, sqlBytes: 1, crc32: 0)

        #expect(throws: BackupError.self) {
            try GzipJoiner().join([segment], of: InMemoryFile([UInt8](repeating: 0, count: 50)), into: CollectingSink())
        }
    }
}
