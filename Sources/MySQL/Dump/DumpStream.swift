import BackupCore
import Posix

/// The SQL text that a running dump program writes.
///
/// End of file alone is not success: a dump cut short by a lost connection ends too. The read that meets the end
/// therefore waits for the program, and throws unless it exited with status zero and its last line was the trailer.
/// What the text held is found on the way, and the text is cut where ``DumpStructure`` says.
struct DumpStream: ByteSource, ~Copyable {
    private var process: ChildProcess
    private let output: FileDescriptor
    private var errors: ErrorOutput
    private let watch: DumpWatch
    private let progress: DumpProgress
    private let finding: DumpFinding
    private var structure = DumpStructure()
    private var position: Int64 = 0
    /// What was read from the program beyond a cut.
    private var surplus: [UInt8] = []
    private var surplusStart = 0
    private var diagnosis = DumpDiagnosis()
    /// Whether the last read left nothing in the pipe.
    private var isPipeEmpty = false
    /// How long a pipe that was emptied is left to fill again: as long as no program fills it, at 500 bytes a
    /// microsecond.
    ///
    /// The program writes 4 KiB at a time. A reader that waits for each makes both change threads 200,000 times a
    /// gigabyte, which took a fifth of all CPU time.
    private let fillTime: Duration
    private var isAtEnd = false

    /// The kernel's limit for unprivileged processes: slack for when all blocks are in work.
    private static let pipeCapacity: Int32 = 1 << 20

    init(
        of options: DumpOptions, watch: DumpWatch, progress: DumpProgress, finding: DumpFinding
    ) throws(SystemError) {
        let output = try Pipe(capacity: Self.pipeCapacity)
        let errors = try Pipe()
        let secret = try MemoryFile(named: "options", holding: options.optionFile)
        process = try ChildProcess(
            running: options.client.path, arguments: options.arguments, environment: DumpOptions.environment,
            output: output.writing, errors: errors.writing, secret: secret.descriptor)
        fillTime = .milliseconds(output.capacity >> 19)
        self.output = output.closeWriting()
        self.errors = ErrorOutput(errors.closeWriting())
        self.watch = watch
        self.progress = progress
        self.finding = finding
    }

    var isAtCut: Bool { structure.isAtCut }

    mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(BackupError) -> Int {
        var filled = 0
        while filled < buffer.count, !isAtEnd {
            let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
            let isSurplus = surplusStart < surplus.count
            let count = try isSurplus ? takeSurplus(into: rest) : readOutput(into: rest)
            let taken = structure.read(UnsafeRawBufferPointer(rebasing: rest[..<count]))
            filled += taken
            if isSurplus {
                surplusStart -= count - taken
            } else if taken < count {
                surplus.replaceSubrange(0..., with: rest[taken..<count])
                surplusStart = 0
            }
            if structure.isAtCut { break }
        }
        position += Int64(filled)
        progress.advance(to: position, in: structure.table)
        return filled
    }

    private mutating func takeSurplus(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let taken = surplus[surplusStart...].prefix(buffer.count)
        buffer.copyBytes(from: taken)
        surplusStart += taken.count
        return taken.count
    }

    /// Waits for the program's next bytes; none means that it ended well.
    private mutating func readOutput(into buffer: UnsafeMutableRawBufferPointer) throws(BackupError) -> Int {
        if isPipeEmpty, fillTime > .zero { _ = Wait(for: [watch.cancellation.descriptor], atMost: fillTime) }
        try wait(for: output.rawValue, orElse: "it wrote nothing for \(watch.stallTimeout), so it was stopped")
        let count: Int
        do throws(SystemError) {
            count = try output.read(into: buffer, named: "stdout of the dump")
        } catch {
            throw end(because: "its output could not be read: \(error)")
        }
        if count == 0 { try finish() }
        isPipeEmpty = count < buffer.count
        return count
    }

    /// Waits until `descriptor` is ready; takes in meanwhile what the program complains of, which is no progress.
    private mutating func wait(for descriptor: Int32, orElse reason: String) throws(BackupError) {
        let deadline = ContinuousClock.now + watch.stallTimeout
        while true {
            let ready = Wait(
                for: [watch.cancellation.descriptor, descriptor] + errors.descriptors,
                atMost: min(deadline - .now, .seconds(1))
            ).ready
            if ready.contains(watch.cancellation.descriptor) {
                _ = process.terminate()
                throw .interrupted
            }
            // The server has let go of the lock: another may be dumping by now.
            if let loss = watch.lock.loss {
                _ = process.terminate()
                throw .dumpFailed(reason: loss)
            }
            if errors.isAmong(ready), let words = errors.next() { diagnosis.append(words) }
            if ready.contains(descriptor) { return }
            guard ContinuousClock.now < deadline else { throw end(because: reason) }
        }
    }

    /// At the end of the output: decides whether this was a dump.
    private mutating func finish() throws(BackupError) {
        isAtEnd = true
        try wait(for: process.descriptor, orElse: "it closed its output and did not end, so it was stopped")
        let status = process.wait()
        drainErrors()
        guard status == .exited(0) else { throw diagnosis.failure("it ended with \(status)") }
        let contents = structure.finish()
        if let flaw = contents.breakOff { throw diagnosis.failure("it ended with exit status 0, but \(flaw)") }
        finding.contents = contents
    }

    /// Takes in what the pipe of complaints still holds.
    private mutating func drainErrors() {
        while let words = errors.next() { diagnosis.append(words) }
    }

    private mutating func end(because reason: String) -> BackupError {
        _ = process.terminate()
        drainErrors()
        return diagnosis.failure(reason)
    }
}

/// What ends a dump that does not end by itself.
struct DumpWatch {
    /// How long the program may be silent.
    let stallTimeout: Duration
    let cancellation: Cancellation
    let lock: any HeldLock
}

/// What a dump's text held, once it was read to its end and its program ended well.
final class DumpFinding {
    var contents: DumpContents?
}
