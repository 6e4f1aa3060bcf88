import FoundationEssentials
import Glibc
import Posix
import TestSupport
import Testing

@Suite struct ChildProcessTests {
    /// Starts a program and hands its output, a pipe's reading end, to `body`.
    private func withChild<Result>(
        _ program: String, _ arguments: [String], environment: [String: String] = [:], secret: String = "",
        _ body: (inout ChildProcess, borrowing FileDescriptor) throws(SystemError) -> Result
    ) throws(SystemError) -> Result {
        let pipe = try Pipe()
        let file = try MemoryFile(named: "secret", holding: secret)
        var child = try ChildProcess(
            running: program, arguments: arguments, environment: environment, output: pipe.writing,
            errors: pipe.writing, secret: file.descriptor)
        let output = pipe.closeWriting()
        return try body(&child, output)
    }

    /// All that a program prints until every process that could has ended.
    private func output(
        _ program: String, _ arguments: [String], environment: [String: String] = [:], secret: String = ""
    ) throws(SystemError) -> String {
        try withChild(program, arguments, environment: environment, secret: secret) {
            child, output throws(SystemError) in
            let text = try output.text(named: program)
            _ = child.wait()
            return text
        }
    }

    @Test func `has the environment it is given and no other`() throws {
        let text = try output("/usr/bin/env", [], environment: ["HOME": "/nonexistent", "A": "b=c d"])

        #expect(Set(text.split(separator: "\n")) == ["HOME=/nonexistent", "A=b=c d"])
    }

    @Test func `has the arguments it is given, whatever is in them`() throws {
        #expect(try output("/bin/echo", ["-n", "a b", "$HOME", "*", "é\n", ""]) == "a b $HOME * é\n ")
    }

    @Test func `has four descriptors, though this process lends more`() throws {
        let lent = fcntl(STDIN_FILENO, F_DUPFD, 20)
        defer { close(lent) }
        let script = "for i in $(seq 0 99); do [ -e /proc/$$/fd/$i ] && echo $i; done; readlink /proc/$$/fd/0"

        #expect(lent >= 20)
        let environment = ["PATH": "/usr/bin:/bin"]
        #expect(try output("/bin/sh", ["-c", script], environment: environment) == "0\n1\n2\n3\n/dev/null\n")
    }

    @Test func `reads the secret at descriptor 3 by its path`() throws {
        #expect(try output("/bin/cat", ["/proc/self/fd/3"], secret: "s3cr3t") == "s3cr3t")
    }

    @Test func `has no signal blocked or ignored, though this process has`() async {
        await #expect(processExitsWith: .success) {
            StopSignals.block()
            signal(SIGHUP, SIG_IGN)
            let pipe = try Pipe()
            let none = try MemoryFile(named: "none", holding: "")
            var child = try ChildProcess(
                running: "/bin/grep", arguments: ["-E", "^Sig(Blk|Ign):", "/proc/self/status"], environment: [:],
                output: pipe.writing, errors: pipe.writing, secret: none.descriptor)
            #expect(child.wait() == .exited(0))
            let text = try pipe.closeWriting().text(named: "grep")
            let masks = text.split(whereSeparator: \.isWhitespace).compactMap { UInt64($0, radix: 16) }
            // Signals 32 and 33 are the C library's own, and it leaves them ignored in every child.
            #expect(masks.map { $0 & ~0x1_8000_0000 } == [0, 0])
        }
    }

    @Test func `is in a group of its own`() throws {
        let fields = try output("/bin/cat", ["/proc/self/stat"]).split(separator: " ")

        #expect(fields[4] == fields[0])
        #expect(fields[4] != "\(getpgrp())")
    }

    @Test(
        arguments: [("exit 0", .exited(0)), ("exit 3", .exited(3)), ("kill -9 $$", .killed(signal: 9))]
            as [(String, Posix.ExitStatus)])
    func `tells how it ended, as often as it is asked`(script: String, status: Posix.ExitStatus) throws {
        let ends = try withChild("/bin/sh", ["-c", script]) { child, _ in
            #expect(Wait(for: [child.descriptor]).ready == [child.descriptor])
            return [child.wait(), child.wait(), child.terminate()]
        }

        #expect(ends == [status, status, status])
    }

    @Test func `describes its end`() {
        #expect(Posix.ExitStatus.exited(2).description == "exit status 2")
        #expect(Posix.ExitStatus.killed(signal: SIGKILL).description == "signal 9 (Killed)")
    }

    @Test func `is terminated with all it started`() throws {
        let script = "sleep 1000 & echo ready; wait"
        try withChild("/bin/sh", ["-c", script], environment: ["PATH": "/bin"]) { child, output throws(SystemError) in
            #expect(try line(of: output) == "ready\n")

            #expect(child.terminate() == .killed(signal: SIGTERM))

            // The output ends only when the last of them is gone.
            #expect(try output.text(named: "sh") == "")
        }
    }

    @Test func `is killed when it does not listen`() throws {
        let script = "trap '' TERM; echo ready; while :; do sleep 1; done"
        try withChild("/bin/sh", ["-c", script], environment: ["PATH": "/bin"]) { child, output throws(SystemError) in
            #expect(try line(of: output) == "ready\n")

            #expect(child.terminate(grace: .milliseconds(20)) == .killed(signal: SIGKILL))
        }
    }

    @Test func `does not outlive its scope`() throws {
        let pipe = try Pipe()
        let none = try MemoryFile(named: "none", holding: "")
        do {
            let child = try ChildProcess(
                running: "/bin/sleep", arguments: ["1000"], environment: [:], output: pipe.writing,
                errors: pipe.writing, secret: none.descriptor)
            #expect(Wait(for: [child.descriptor], atMost: .zero).ready == [])
        }

        #expect(try pipe.closeWriting().text(named: "sleep") == "")
    }

    @Test(arguments: [("/nonexistent/program", ENOENT), ("/etc/passwd", EACCES), ("/", EACCES)])
    func `says which program could not be started, and why`(program: String, code: Int32) throws {
        #expect(throws: SystemError("posix_spawn", program, code: code)) { try output(program, []) }
    }

    private func line(of output: borrowing FileDescriptor) throws(SystemError) -> String {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64, alignment: 1)
        defer { buffer.deallocate() }
        return String(decoding: buffer[..<(try output.read(into: buffer, named: "pipe"))], as: UTF8.self)
    }
}
