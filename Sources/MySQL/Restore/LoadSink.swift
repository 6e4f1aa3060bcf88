import BackupCore
import Posix
import Synchronization

/// Takes a dump's text and feeds the client program with what may be run of it.
final class LoadSink: ByteSink {
    private struct Text {
        var sandboxLine: SandboxLine?
        var filter: DumpFilter
    }

    private let text: Mutex<Text>
    private let client: ClientSink

    init(_ run: consuming ClientRun, knowsSandbox: Bool, into database: String, _ options: LoadOptions) {
        let edits = StatementEdits(
            stripsDefiners: options.stripsDefiners, disablesEvents: options.disablesEvents, target: database)
        text = Mutex(Text(sandboxLine: knowsSandbox ? nil : SandboxLine(), filter: DumpFilter(edits)))
        client = ClientSink(run)
    }

    func write(_ bytes: RawSpan) throws(BackupError) {
        try text.withLock { text throws(BackupError) in
            if text.sandboxLine?.beginning != nil {
                guard let beginning = text.sandboxLine?.take(bytes) else { return }
                try text.filter.write(beginning.span.bytes, to: client)
            } else {
                try text.filter.write(bytes, to: client)
            }
        }
    }

    func ask() throws(BackupError) { try client.ask() }

    /// Passes on the rest, and waits for the program to carry out everything.
    func finish() throws(BackupError) {
        try text.withLock { text throws(BackupError) in
            if let beginning = text.sandboxLine?.beginning {
                try text.filter.write(beginning.span.bytes, to: client)
            }
            try text.filter.finish(to: client)
        }
        try client.finish()
    }

    func stop() { client.stop() }

    var sessionID: UInt64? { client.sessionID }

    /// The tables whose files are to lie elsewhere than the text says.
    var relocated: [ObjectName] { text.withLock { $0.filter.relocated } }

    /// Whether anything of the text went on to the program.
    var hasPassedText: Bool { client.hasPassedText }
}
