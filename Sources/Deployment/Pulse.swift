import BackupCore
import Synchronization

/// When a backup last moved: the one thing that may keep a thread for hours.
final class Pulse: Sendable {
    private let beaten = Mutex(SuspendingClock.now)

    var last: SuspendingClock.Instant { beaten.withLock { $0 } }

    func beat() { beaten.withLock { $0 = .now } }
}

/// A compressor whose every written block is a beat.
struct PulsingCompressor: Compressor {
    let compressor: any Compressor
    let pulse: Pulse

    func compress(
        _ source: inout any ByteSource & ~Copyable, into sink: any ByteSink
    ) throws(BackupError) -> CompressedText {
        try compressor.compress(&source, into: PulsingSink(sink: sink, pulse: pulse))
    }
}

private struct PulsingSink: ByteSink {
    let sink: any ByteSink
    let pulse: Pulse

    func write(_ bytes: RawSpan) throws(BackupError) {
        try sink.write(bytes)
        pulse.beat()
    }
}
