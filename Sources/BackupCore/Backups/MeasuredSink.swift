import Digest
import Synchronization

/// What can be said of a whole file.
package struct Measured: Sendable, Equatable {
    package let bytes: Int64
    /// In lower-case hexadecimal.
    package let sha256: String

    package init(bytes: Int64, sha256: String) {
        self.bytes = bytes
        self.sha256 = sha256
    }
}

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
    func finish() -> Measured {
        measure.withLock { measure in
            guard let measure = measure.take() else { preconditionFailure("a measure is finished once") }
            return Measured(bytes: measure.bytes, sha256: measure.sum.finish())
        }
    }
}
