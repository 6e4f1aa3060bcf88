package import BackupCore
package import Posix
import Synchronization

/// Inflates backup files: whole ones in order, segments several at a time.
package struct Gunzip: Decompressor {
    private let workers: Int
    private let cancellation: Cancellation

    package init(workers: Int, cancellation: Cancellation) {
        self.workers = workers
        self.cancellation = cancellation
    }

    package func decompress(
        _ file: any StoredFile, named name: StoredName, into sink: any ByteSink
    ) throws(BackupError) -> Int64 {
        var inflation = try Inflation(.gzip, of: file, named: name, cancellation: cancellation)
        guard try inflation.run(0..<file.size, into: sink) else { throw inflation.damage("it is cut off") }
        return inflation.textSize
    }

    package func decompress(
        _ text: CompressedText, of file: any StoredFile, named name: StoredName,
        into sink: @escaping @Sendable (Int) -> any ByteSink, meanwhile body: () throws(BackupError) -> Void
    ) throws(BackupError) {
        try GzipMember(of: text.segments).check(file, named: name, against: text)
        // The sums that were combined are claimed ones until each segment is found to bear its own.
        try decompress(text.segments, of: file, named: name, into: sink, meanwhile: body)
    }

    package func decompress(
        _ segments: [Segment], of file: any StoredFile, named name: StoredName,
        into sink: @escaping @Sendable (Int) -> any ByteSink, meanwhile body: () throws(BackupError) -> Void
    ) throws(BackupError) {
        let work = SegmentQueue(count: segments.count)
        let inflateAll: @Sendable () -> Void = {
            while let number = work.take() {
                work.note { () throws(BackupError) in
                    try inflate(segments[number], of: file, named: name, into: sink(number))
                }
            }
        }
        var threads: [PosixThread] = []
        defer { for thread in threads { thread.join() } }
        do throws(SystemError) {
            for number in 0..<min(workers, segments.count) {
                threads.append(try PosixThread(named: "gunzip-\(number + 1)", inflateAll))
            }
        } catch {
            work.note { () throws(BackupError) in throw .storageFailed(reason: "no thread could be started: \(error)") }
        }
        work.note(body)
        for thread in threads { thread.join() }
        threads = []
        if let failure = work.failure { throw failure }
    }

    private func inflate(
        _ segment: Segment, of file: any StoredFile, named name: StoredName, into sink: any ByteSink
    ) throws(BackupError) {
        var inflation = try Inflation(.raw, of: file, named: name, cancellation: cancellation)
        let range = segment.offset..<(segment.offset + segment.length)
        let isAtEnd = try inflation.run(range, into: sink)
        // All the text may be there before the last block ends; such a segment could not be joined with others.
        let isWhole = !isAtEnd && inflation.isBetweenBlocks
        guard isWhole, inflation.textSize == segment.sqlBytes, inflation.crc32 == segment.crc32 else {
            throw inflation.damage(
                "the text at bytes \(range.lowerBound) to \(range.upperBound) is not what was written")
        }
    }
}

/// Who inflates which segment, and what went wrong first.
private final class SegmentQueue: Sendable {
    private let count: Int
    private let state = Mutex<(next: Int, failure: BackupError?)>((0, nil))

    init(count: Int) { self.count = count }

    /// The next segment's number; nil when there are no more, or somebody failed.
    func take() -> Int? {
        state.withLock { state in
            guard state.next < count, state.failure == nil else { return nil }
            state.next += 1
            return state.next - 1
        }
    }

    func note(_ body: () throws(BackupError) -> Void) {
        do throws(BackupError) {
            try body()
        } catch {
            state.withLock { $0.failure = $0.failure ?? error }
        }
    }

    var failure: BackupError? { state.withLock { $0.failure } }
}
