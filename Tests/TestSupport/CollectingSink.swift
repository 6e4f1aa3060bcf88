package import BackupCore
import Synchronization

/// Keeps all it is given.
package final class CollectingSink: ByteSink {
    private let state = Mutex<[UInt8]>([])

    package init() {}

    package var bytes: [UInt8] { state.withLock { $0 } }

    package func write(_ bytes: RawSpan) throws(BackupError) {
        let piece = bytes.withUnsafeBytes { Array($0) }
        state.withLock { $0 += piece }
    }
}
