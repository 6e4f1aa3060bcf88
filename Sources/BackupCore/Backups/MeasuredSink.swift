import Digest
import Synchronization

/// Passes bytes on and keeps their count and SHA-256, on whatever thread writes them.
final class MeasuredSink: ByteSink {
    private struct Measure: ~Copyable {
        var bytes: Int64 = 0
        var sum = SHA256()
    }

    private let sink: any ByteSink
    private let measure = Mutex<Measure?>(Measure())

    init(_ sink: any ByteSink) { self.sink = sink }

    func write(_ bytes: RawSpan) throws(BackupError) {
        try sink.write(bytes)
        measure.withLock { measure in
            measure?.sum.update(bytes)
            measure?.bytes += Int64(bytes.byteCount)
        }
    }

    /// The number of bytes written and their sum in hexadecimal; to be asked once, at the end.
    func finish() -> (bytes: Int64, sha256: String) {
        measure.withLock { measure in
            guard let measure = measure.take() else { preconditionFailure("a measure is finished once") }
            return (measure.bytes, measure.sum.finish())
        }
    }
}
