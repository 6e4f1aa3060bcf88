import BackupCore
import Glibc
import Posix
import Synchronization

/// Standard error: lines that stay, and on a terminal one below them that changes.
///
/// Both come from several threads; a line that stays is never written into the one that changes.
final class StatusLine: Sendable {
    private static let erase = "\r\u{1B}[K"

    /// What stands in the changing line.
    private let shown = Mutex("")
    let isTerminal: Bool
    private let write: @Sendable (String) -> Void

    init(isTerminal: Bool = isatty(STDERR_FILENO) == 1, write: @escaping @Sendable (String) -> Void = StatusLine.put) {
        self.isTerminal = isTerminal
        self.write = write
    }

    /// How many characters fit beside each other.
    var columns: Int { Terminal.columns(of: STDERR_FILENO) ?? 80 }

    /// Changes the changing line; an empty text takes it away.
    func show(_ text: String) {
        guard isTerminal else { return }
        shown.withLock { shown in
            if text != shown { write(Self.erase + text) }
            shown = text
        }
    }

    /// Writes a line that stays.
    func log(_ line: String) {
        shown.withLock { shown in write(shown.isEmpty ? line + "\n" : Self.erase + line + "\n" + shown) }
    }

    /// Tells of an error, in which names from elsewhere may stand.
    func complain(_ error: BackupError) {
        let lines = "\(error)".split(separator: "\n", omittingEmptySubsequences: false)
        log("backupctl: " + lines.map { String($0).printable }.joined(separator: "\n"))
    }

    private static let put: @Sendable (String) -> Void = { text in
        let bytes = Array(text.utf8)
        // Where nobody can read it, nobody can be told that it was lost.
        _ = bytes.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}
