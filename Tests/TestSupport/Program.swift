import Glibc
package import Posix

/// What a program wrote until its end, and how it ended.
package struct Finished: Sendable {
    package let status: ExitStatus
    package let output: [UInt8]
    package let errors: String

    package var text: String { String(decoding: output, as: UTF8.self) }
}

/// Something that a test relies on and that did not come about.
package struct Unexpected: Error, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
}

package enum Program {
    /// Where the programs are that tests use.
    package static let path = "/usr/local/sbin:/usr/sbin:/sbin:/usr/local/bin:/usr/bin:/bin"

    /// Runs a program to its end, with `input` to read.
    ///
    /// - Throws: when it cannot be started or does not end in time; how it ended is the caller's to judge.
    package static func run(
        _ program: String, _ arguments: [String], input: String = "", environment: [String: String] = [:],
        atMost time: Duration = .seconds(120)
    ) throws -> Finished {
        let input = try MemoryFile(named: "input", holding: input)
        let output = try MemoryFile(named: "output", holding: "")
        let errors = try MemoryFile(named: "errors", holding: "")
        var process = try ChildProcess(
            running: "/bin/sh",
            arguments: ["-c", "exec \"$@\" </proc/self/fd/3 3<&-", "sh", program] + arguments,
            environment: ["PATH": path].merging(environment) { _, given in given },
            output: output.descriptor, errors: errors.descriptor, secret: input.descriptor)
        guard !Wait(for: [process.descriptor], atMost: time).ready.isEmpty else {
            _ = process.terminate()
            throw Unexpected("\(program) did not end within \(time)")
        }
        return Finished(
            status: process.wait(), output: try Files.bytes(at: "/proc/self/fd/\(output.descriptor.rawValue)"),
            errors: try Files.text(at: "/proc/self/fd/\(errors.descriptor.rawValue)"))
    }

    /// Runs a program that has to succeed.
    @discardableResult package static func succeed(
        _ program: String, _ arguments: [String], input: String = "", environment: [String: String] = [:]
    ) throws -> Finished {
        let finished = try run(program, arguments, input: input, environment: environment)
        guard finished.status == .exited(0) else {
            throw Unexpected("\(program) \(arguments): \(finished.status)\n\(finished.text)\(finished.errors)")
        }
        return finished
    }
}

/// Waits until something is so; the deadline is for what is broken, and generous for slow machines.
package func eventually(
    _ what: String, within time: Duration = .seconds(30), _ condition: () throws -> Bool
) throws {
    let deadline = ContinuousClock.now + time
    while try !condition() {
        guard ContinuousClock.now < deadline else { throw Unexpected("waited \(time) in vain: \(what)") }
        usleep(5000)
    }
}
