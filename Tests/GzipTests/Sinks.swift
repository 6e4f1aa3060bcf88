import BackupCore
import Glibc
import Posix
import Synchronization

/// Fails at one write, the first being 1, and notes any that come after.
final class FailingSink: ByteSink {
    private let state = Mutex((writes: 0, afterFailure: 0))
    private let failsAt: Int

    static let failure = BackupError.storageFull(reason: "no space left")

    init(at write: Int) { failsAt = write }

    var writes: Int { state.withLock { $0.writes } }
    var writesAfterFailure: Int { state.withLock { $0.afterFailure } }

    func write(_ bytes: RawSpan) throws(BackupError) {
        let isFailing = state.withLock { state in
            state.writes += 1
            if state.writes > failsAt { state.afterFailure += 1 }
            return state.writes == failsAt
        }
        if isFailing { throw Self.failure }
    }
}

/// Lets a write through only when told to, and counts bytes only.
final class GatedSink: ByteSink {
    private let gate: Posix.Semaphore
    private let reached: Posix.Semaphore
    private let count = Mutex(0)

    init() throws(SystemError) {
        gate = try Posix.Semaphore()
        reached = try Posix.Semaphore()
    }

    var size: Int { count.withLock { $0 } }

    /// Waits until a write waits here.
    func waitForWrite() { reached.wait() }

    func open(times: Int) { gate.signal(times) }

    func write(_ bytes: RawSpan) throws(BackupError) {
        reached.signal()
        gate.wait()
        count.withLock { $0 += bytes.byteCount }
    }
}

/// Forgets what it is given, and is as slow as it is told to be.
struct SlowSink: ByteSink {
    let microseconds: UInt32

    func write(_ bytes: RawSpan) throws(BackupError) {
        if microseconds > 0 { usleep(microseconds) }
    }
}
