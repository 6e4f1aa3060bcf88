import BackupCore
import Posix
import TestSupport
import Testing

@testable import Gzip

@Suite struct FailureTests {
    private static let blockSize = 1000
    private static let text = Sample.dump(20 * blockSize)

    private func compress(
        _ source: TextSource, into sink: any ByteSink, workers: Int
    ) throws(BackupError) -> CompressedText {
        var source: any ByteSource & ~Copyable = source
        return try ParallelGzip(level: .fixed(6), workers: workers, blockSize: Self.blockSize).compress(
            &source, into: sink)
    }

    @Test(arguments: [1, 2, 7])
    func `throws the source's own error, wherever it breaks`(workers: Int) {
        for place in stride(from: 0, through: Self.text.count, by: 777) {
            #expect(throws: TextSource.failure) {
                try compress(TextSource(Self.text, breaksAt: place), into: CollectingSink(), workers: workers)
            }
        }
    }

    @Test(arguments: [1, 2, 7])
    func `throws the sink's own error, whichever write fails, and writes no more`(workers: Int) throws {
        for write in 1...100 {
            let sink = FailingSink(at: write)
            let result = Result { () throws(BackupError) in
                try compress(TextSource(Self.text), into: sink, workers: workers)
            }

            #expect(sink.writesAfterFailure == 0)
            if case .success = result {
                // Header, twenty blocks, trailer.
                #expect(sink.writes == 22)
                return
            }
            #expect(throws: FailingSink.failure) { try result.get() }
        }
        Issue.record("a hundred writes and still no success")
    }

    @Test func `throws the error that came first`() {
        // The sink fails at the header, before there can be so many blocks; the source fails much later, if it is
        // asked.
        let blocks = 2 * ParallelGzip.slots(for: 1)
        let late = TextSource(Sample.dump(blocks * Self.blockSize), breaksAt: (blocks - 1) * Self.blockSize)
        #expect(throws: FailingSink.failure) { try compress(late, into: FailingSink(at: 1), workers: 1) }

        // The source fails at once; the trailer that would fail is never written.
        let early = TextSource(Self.text, breaksAt: 0)
        #expect(throws: TextSource.failure) { try compress(early, into: FailingSink(at: 2), workers: 1) }
    }

    @Test func `a sink that fails stops the reading`() throws {
        let read = try Posix.Semaphore()
        var source: any ByteSource & ~Copyable = EndlessSource(count: 1_000_000) { read.signal() }
        let sink = FailingSink(at: 1)

        #expect(throws: FailingSink.failure) {
            try ParallelGzip(level: .fixed(6), workers: 1, blockSize: 10).compress(&source, into: sink)
        }

        // No slot is given back before the header is written.
        for _ in 0..<ParallelGzip.slots(for: 1) where read.isSignaled() { read.wait() }
        #expect(!read.isSignaled())
    }
}
