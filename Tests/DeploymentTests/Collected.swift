import BackupCore
import Synchronization

/// Keeps all it is given.
final class Collected: ByteSink {
    private let state = Mutex<[UInt8]>([])

    var bytes: [UInt8] { state.withLock { $0 } }

    func write(_ bytes: RawSpan) throws(BackupError) {
        let piece = bytes.withUnsafeBytes { Array($0) }
        state.withLock { $0 += piece }
    }
}
