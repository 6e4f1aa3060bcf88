import BackupCore
import Synchronization

/// The client program's input.
final class ClientSink: ByteSink {
    private struct Feeding: ~Copyable {
        var run: ClientRun
        var hasPassedText = false
    }

    private let feeding: Mutex<Feeding>

    init(_ run: consuming ClientRun) { feeding = Mutex(Feeding(run: run)) }

    /// Asks for ``sessionID`` before there is any text.
    func ask() throws(BackupError) {
        try feeding.withLock { feeding throws(BackupError) in
            try feeding.run.write(Array(ClientRun.question.utf8).span.bytes)
        }
    }

    func write(_ bytes: RawSpan) throws(BackupError) {
        try feeding.withLock { feeding throws(BackupError) in
            if bytes.byteCount > 0 { feeding.hasPassedText = true }
            try feeding.run.write(bytes)
        }
    }

    func finish() throws(BackupError) {
        try feeding.withLock { feeding throws(BackupError) in try feeding.run.finish() }
    }

    func stop() { feeding.withLock { $0.run.stop() } }

    var sessionID: UInt64? { feeding.withLock { $0.run.sessionID } }

    /// Whether anything of the text went on to the program.
    var hasPassedText: Bool { feeding.withLock { $0.hasPassedText } }
}
