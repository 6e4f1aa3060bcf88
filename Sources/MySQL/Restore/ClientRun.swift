import BackupCore
import Posix

/// The client program at work on the text it is fed.
///
/// Its input is a socket, so a program that ended early is an error and no signal. The server may go on for a moment
/// when the program is gone; ``sessionID`` tells whose work to wait for.
struct ClientRun: ~Copyable {
    private var process: ChildProcess
    private let input: FileDescriptor
    private let output: MemoryFile
    private var errors: ErrorOutput
    private let watch: ClientWatch
    private var complaints = ClientComplaints()
    private var patience: ClientPatience

    init(of client: RestoreClient, on server: DatabaseServer, watch: ClientWatch) throws(SystemError) {
        let input = try SocketPair()
        let errors = try Pipe()
        let output = try MemoryFile(named: "output", holding: "")
        let options = OptionFile(server: server, flavor: client.program.flavor)
        let secret = try MemoryFile(named: "options", holding: options.text)
        process = try ChildProcess(
            running: client.path, arguments: client.arguments(for: server.database),
            environment: OptionFile.environment, input: input.far, output: output.descriptor, errors: errors.writing,
            secret: secret.descriptor)
        self.input = input.closeFar()
        self.errors = ErrorOutput(errors.closeWriting())
        self.output = output
        self.watch = watch
        patience = ClientPatience(watch)
    }

    /// What is asked before all else: its answer is ``sessionID``.
    ///
    /// Rows that a CHECK would refuse today are let in, as they
    /// were where the backup was made (MariaDB; MySQL has no such switch).
    static let question = "SELECT CONNECTION_ID();\n/*M!100201 SET SESSION check_constraint_checks=0 */;\n"

    /// The server's number for the program's session; nil when it has not come so far.
    var sessionID: UInt64? {
        var buffer = [UInt8](repeating: 0, count: 32)
        // What cannot be read was not said.
        let count = try? buffer.withUnsafeMutableBufferPointer { buffer throws(SystemError) in
            try output.descriptor.read(at: 0, into: UnsafeMutableRawBufferPointer(buffer), named: "output")
        }
        let said = buffer[..<(count ?? 0)]
        // Before the line's end, digits may be missing.
        guard let end = said.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
        return UInt64(String(decoding: said[..<end], as: UTF8.self))
    }

    /// Feeds all of `bytes`.
    mutating func write(_ bytes: RawSpan) throws(BackupError) {
        var written = 0
        patience.renew()
        while written < bytes.byteCount {
            if watch.cancellation.isCancelled { throw .interrupted }
            guard let count = try send(bytes.extracting(written...)) else {
                try watchOver()
                _ = wait(for: [watch.cancellation.descriptor], writing: [input.rawValue])
                continue
            }
            written += count
            patience.renew()
        }
    }

    private mutating func send(_ bytes: RawSpan) throws(BackupError) -> Int? {
        do throws(SystemError) { return try input.send(bytes) } catch { throw failure() }
    }

    /// Waits for the program to carry out all it was fed.
    mutating func finish() throws(BackupError) {
        do throws(SystemError) {
            try input.shutdownWriting()
        } catch {
            throw failure()
        }
        patience.renew()
        while !wait(for: [watch.cancellation.descriptor, process.descriptor]).contains(process.descriptor) {
            if watch.cancellation.isCancelled { throw .interrupted }
            try watchOver()
        }
        let status = process.wait()
        readErrors()
        guard status == .exited(0) else { throw complaints.failure("the client program ended with \(status)") }
    }

    /// Stops the program wherever it is.
    mutating func stop() { _ = process.terminate() }

    /// Gives up a program that does nothing while the server waits for it.
    private mutating func watchOver() throws(BackupError) {
        guard let reason = patience.end(of: sessionID) else { return }
        _ = process.terminate()
        readErrors()
        throw complaints.failure(reason)
    }

    /// The end of a program that reads no more; a wish to stop does not make it end sooner.
    private mutating func failure() -> BackupError {
        let deadline = ContinuousClock.now + .seconds(3)
        while ContinuousClock.now < deadline, !wait(for: [process.descriptor]).contains(process.descriptor) {}
        let status = process.terminate()
        readErrors()
        return complaints.failure("the client program ended with \(status) before the text did")
    }

    /// Waits a second at most; takes in meanwhile what the program complains of.
    private mutating func wait(for descriptors: [Int32], writing: [Int32] = []) -> [Int32] {
        let ready = Wait(
            for: errors.descriptors + descriptors, writing: writing, atMost: .seconds(1)
        ).ready
        if errors.isAmong(ready), let words = errors.next() { complaints.append(words) }
        return ready
    }

    /// Takes in what the program complains of, as far as it has come.
    private mutating func readErrors() {
        while let words = errors.next() { complaints.append(words) }
    }
}
