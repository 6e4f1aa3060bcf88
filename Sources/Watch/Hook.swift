package import BackupCore
import FoundationEssentials
import Glibc
import Posix

/// A program of the operator's that is run at the end of each create, with what came of it as JSON on standard input.
///
/// What it does is no part of the backup: it gets so much time and no more, and that it failed is a line in the log. It
/// runs once the lock is free, and gets a bare environment, so nothing in it can be a secret of ours.
package struct Hook: Sendable {
    private let program: String
    private let database: String
    private let timeLimit: Duration

    /// Bytes of its complaints that the log gets to see, the last ones.
    private static let mostWords = 1000

    package init(running program: String, for database: String, within timeLimit: Duration) {
        self.program = program
        self.database = database
        self.timeLimit = timeLimit
    }

    /// Whether the program is told of this; that another create was under way is no failure of a backup.
    package func hears(of outcome: BackupOutcome) -> Bool {
        if case .failure(.alreadyRunning) = outcome.result { false } else { true }
    }

    /// Runs the program to its end, where it hears of this.
    ///
    /// - Returns: whether all is well with the program.
    package func tell(_ outcome: BackupOutcome, log: Log) -> Bool {
        guard hears(of: outcome) else { return true }
        let start = ContinuousClock.now
        let failure: String?
        do throws(SystemError) {
            failure = try run(HookFacts(of: outcome, database: database))
        } catch {
            failure = "it could not be run: \(error)"
        }
        let seconds = start.secondsToNow.inLog
        if let failure {
            log.warning("the hook failed", ["program": program, "seconds": seconds, "reason": failure])
        } else {
            log.info("the hook ran", ["program": program, "seconds": seconds])
        }
        return failure == nil
    }

    private func run(_ facts: HookFacts) throws(SystemError) -> String? {
        let input = try MemoryFile(named: "hook", holding: facts.json)
        let nothing = try FileDescriptor(opening: "/dev/null", flags: O_RDWR)
        let pipe = try Pipe()
        var process = try ChildProcess(
            running: program, arguments: [], environment: environment(result: facts.result),
            input: FileDescriptor(opening: "/proc/self/fd/\(input.descriptor.rawValue)", flags: O_RDONLY),
            output: nothing, errors: pipe.writing, secret: nothing)
        let reading = pipe.closeWriting()
        let words = try listen(to: reading, until: process.descriptor)
        guard !Wait(for: [process.descriptor], atMost: .zero).ready.isEmpty else {
            _ = process.terminate()
            return "it was ended after \(timeLimit.components.seconds) s\(words)"
        }
        let status = process.wait()
        return status == .exited(0) ? nil : "it ended with \(status)\(words)"
    }

    /// Keeps the end of what the program complains of, until it ends or its time is over.
    private func listen(to errors: borrowing FileDescriptor, until ended: Int32) throws(SystemError) -> String {
        let deadline = ContinuousClock.now + timeLimit
        var kept: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        var watched = [ended, errors.rawValue]
        while true {
            let ready = Wait(for: watched, atMost: max(ContinuousClock.now.duration(to: deadline), .zero)).ready
            if ready.contains(errors.rawValue) {
                let count = try buffer.withUnsafeMutableBufferPointer { buffer throws(SystemError) in
                    try errors.read(into: UnsafeMutableRawBufferPointer(buffer), named: program)
                }
                kept = Array((kept + buffer[..<count]).suffix(Self.mostWords))
                if count == 0 { watched = [ended] }
            } else if ready.isEmpty || ready.contains(ended) {
                break
            }
            // One that writes for ever is ready for ever.
            if ContinuousClock.now > deadline { break }
        }
        let text = String(decoding: kept, as: UTF8.self).trimmed
        return text.isEmpty ? "" : ": \(text)"
    }

    private func environment(result: String) -> [String: String] {
        ["PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": "/", "LANG": "C.UTF-8", "BACKUP_RESULT": result]
    }
}

extension String {
    fileprivate var trimmed: String {
        var rest = self[...]
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }
}
