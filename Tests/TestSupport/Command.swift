import Glibc
package import Posix

/// What became of a program that a test ran to its end.
package struct Command: Sendable {
    package let status: ExitStatus
    package let output: String
    package let errors: String

    /// Runs `program`, found on the path, and waits for it.
    ///
    /// Standard input is the file `input`; there is a limit of two minutes, so that a program that hangs fails its
    /// test.
    package init(
        _ program: String, _ arguments: [String] = [], input: String = "/dev/null", environment: [String: String] = [:]
    ) throws(SystemError) {
        let output = try MemoryFile(named: "output", holding: "")
        let errors = try MemoryFile(named: "errors", holding: "")
        let nothing = try MemoryFile(named: "nothing", holding: "")
        let path = "/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin"
        let variables = ["PATH": path, "HOME": "/nonexistent", "LC_ALL": "C.UTF-8"]
        var process = try ChildProcess(
            running: "/bin/sh", arguments: ["-c", #"exec "$@" <"$0" 3<&-"#, input, program] + arguments,
            environment: variables.merging(environment) { $1 }, output: output.descriptor, errors: errors.descriptor,
            secret: nothing.descriptor)
        let isOver = !Wait(for: [process.descriptor], atMost: .seconds(120)).ready.isEmpty
        status = isOver ? process.wait() : process.terminate()
        lseek(output.descriptor.rawValue, 0, SEEK_SET)
        lseek(errors.descriptor.rawValue, 0, SEEK_SET)
        self.output = try output.descriptor.text(named: "output")
        self.errors = try errors.descriptor.text(named: "errors")
    }

    /// Whether `program` is installed where commands are looked for.
    package static func isInstalled(_ program: String) -> Bool {
        // A shell that cannot be started finds nothing.
        (try? Command("sh", ["-c", #"command -v "$0""#, program]).status) == .exited(0)
    }
}
