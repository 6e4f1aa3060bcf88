import BackupCore
import Posix

/// The client program at work on the text it is fed.
///
/// Its input is a socket, so a program that ended early is an error and no signal. The server may go on for a moment when
/// the program is gone; ``sessionID`` tells whose work to wait for.
struct ClientRun: ~Copyable {
    private var process: ChildProcess
    private let input: FileDescriptor
    private let output: MemoryFile
    private let errors: FileDescriptor
    private let cancellation: Cancellation
    private var complaints = ClientComplaints()
    private var errorsAreOpen = true

    init(of client: RestoreClient, on server: DatabaseServer, cancellation: Cancellation) throws(SystemError) {
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
        self.errors = errors.closeWriting()
        self.output = output
        self.cancellation = cancellation
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
        guard let line = buffer[..<(count ?? 0)].split(separator: UInt8(ascii: "\n"), maxSplits: 1).first else {
            return nil
        }
        return UInt64(String(decoding: line, as: UTF8.self))
    }

    /// Feeds all of `bytes`.
    mutating func write(_ bytes: RawSpan) throws(BackupError) {
        var written = 0
        while written < bytes.byteCount {
            if cancellation.isCancelled { throw .interrupted }
            do throws(SystemError) {
                if let count = try input.send(bytes.extracting(written...)) {
                    written += count
                } else {
                    _ = wait(for: [], writing: [input.rawValue])
                }
            } catch {
                throw failure()
            }
        }
    }

    /// Waits for the program to carry out all it was fed.
    mutating func finish() throws(BackupError) {
        do throws(SystemError) {
            try input.shutdownWriting()
        } catch {
            throw failure()
        }
        while !wait(for: [process.descriptor]).contains(process.descriptor) {
            if cancellation.isCancelled { throw .interrupted }
        }
        let status = process.wait()
        drainErrors()
        guard status == .exited(0) else { throw complaints.failure("the client program ended with \(status)") }
    }

    /// Stops the program wherever it is.
    mutating func stop() { _ = process.terminate() }

    /// The end of a program that reads no more.
    private mutating func failure() -> BackupError {
        let deadline = ContinuousClock.now + .seconds(3)
        while ContinuousClock.now < deadline, !wait(for: [process.descriptor]).contains(process.descriptor) {}
        let status = process.terminate()
        drainErrors()
        return complaints.failure("the client program ended with \(status) before the text did")
    }

    /// Waits a second at most; takes in meanwhile what the program complains of.
    private mutating func wait(for descriptors: [Int32], writing: [Int32] = []) -> [Int32] {
        let ready = Wait(
            for: [cancellation.descriptor] + (errorsAreOpen ? [errors.rawValue] : []) + descriptors, writing: writing,
            atMost: .seconds(1)
        ).ready
        if ready.contains(errors.rawValue) { readErrors() }
        return ready
    }

    private mutating func readErrors() {
        var buffer = [UInt8](repeating: 0, count: 4096)
        do throws(SystemError) {
            let count = try buffer.withUnsafeMutableBufferPointer { buffer throws(SystemError) in
                try errors.read(into: UnsafeMutableRawBufferPointer(buffer), named: "stderr of the client")
            }
            if count > 0 { complaints.append(buffer[..<count]) } else { errorsAreOpen = false }
        } catch {
            // What it complains of is lost; whether the text was carried out is decided by other things.
            errorsAreOpen = false
        }
    }

    /// Takes in what the pipe of complaints still holds.
    private mutating func drainErrors() {
        while errorsAreOpen, !Wait(for: [errors.rawValue], atMost: .zero).ready.isEmpty { readErrors() }
    }
}
