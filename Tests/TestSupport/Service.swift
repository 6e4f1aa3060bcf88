import Glibc
package import Posix

/// A program that runs beside a test, known by its process id, and is killed with its group at the end of its scope.
package final class Service {
    package let id: Int32
    /// The file that takes what it writes.
    package let log: String
    private var process: ChildProcess

    package init(
        _ program: String, _ arguments: [String], environment: [String: String] = [:], log: String
    ) throws {
        self.log = log
        let output = try FileDescriptor(opening: log, flags: O_WRONLY | O_CREAT | O_APPEND, mode: 0o600)
        let note = try MemoryFile(named: "id", holding: "")
        process = try ChildProcess(
            running: "/bin/sh", arguments: ["-c", "echo $$ >&3; exec \"$@\" 3>&-", "sh", program] + arguments,
            environment: ["PATH": Program.path].merging(environment) { _, given in given },
            output: output, errors: output, secret: note.descriptor)
        let path = "/proc/self/fd/\(note.descriptor.rawValue)"
        try eventually("\(program) was started") { try Files.text(at: path).hasSuffix("\n") }
        guard let id = Int32(try Files.text(at: path).dropLast()) else { throw Unexpected("no process id") }
        self.id = id
    }

    package func signal(_ number: Int32) { kill(id, number) }

    package var hasEnded: Bool { !Wait(for: [process.descriptor], atMost: .zero).ready.isEmpty }

    /// Waits for its end.
    package func end(within time: Duration = .seconds(30)) throws -> ExitStatus {
        guard !Wait(for: [process.descriptor], atMost: time).ready.isEmpty else {
            throw Unexpected("process \(id) did not end within \(time); its log:\n\(try Files.text(at: log))")
        }
        return process.wait()
    }

    /// Asks it to end and waits for that.
    package func stop() throws -> ExitStatus {
        signal(SIGTERM)
        return try end()
    }
}
