package import BackupCore
import Synchronization

/// A log whose lines can be looked at.
package final class RecordedLog: Sendable {
    private let written = Mutex<[String]>([])

    package init() {}

    package var lines: [String] { written.withLock { $0 } }

    package var log: Log { Log { line in self.written.withLock { $0.append(line) } } }
}
