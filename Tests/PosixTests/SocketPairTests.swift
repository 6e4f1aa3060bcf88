import Glibc
import Posix
import TestSupport
import Testing

/// A child that is fed through a socket.
@Suite struct SocketPairTests {
    /// Starts a shell script that reads what is sent, prints to `output`, and has `secret` as descriptor 3.
    private func withShell<Result>(
        _ script: String, secret: borrowing FileDescriptor,
        _ body: (inout ChildProcess, borrowing FileDescriptor, borrowing FileDescriptor) throws(SystemError) -> Result
    ) throws(SystemError) -> Result {
        let input = try SocketPair()
        let output = try Pipe()
        var child = try ChildProcess(
            running: "/bin/sh", arguments: ["-c", script], environment: ["PATH": "/usr/bin:/bin"], input: input.far,
            output: output.writing, errors: output.writing, secret: secret)
        let near = input.closeFar()
        let reading = output.closeWriting()
        return try body(&child, near, reading)
    }

    @Test func `what is sent arrives, and its end too`() throws {
        let text = try withShell("cat; echo end", secret: MemoryFile(named: "nothing", holding: "").descriptor) {
            child, input, output throws(SystemError) in
            #expect(try input.send(Array("a\0b\r\n".utf8).span.bytes) == 5)
            try input.shutdownWriting()
            let text = try output.text(named: "cat")
            _ = child.wait()
            return text
        }

        #expect(text == "a\0b\r\nend\n")
    }

    @Test func `where there is no room, it is said, and waited for`() throws {
        let bytes = [UInt8](repeating: 1, count: 1 << 20)
        let sign = try Pipe()
        let text = try withShell("read go <&3; wc -c", secret: sign.reading) {
            child, input, output throws(SystemError) in
            var sent = 0
            while let count = try input.send(bytes.span.bytes.extracting(sent...)) { sent += count }
            #expect(Wait(for: [], writing: [input.rawValue], atMost: .zero).ready == [])
            try sign.writing.writeAll("go\n", named: "the sign")
            while sent < bytes.count {
                #expect(Wait(for: [], writing: [input.rawValue], atMost: .seconds(30)).ready == [input.rawValue])
                sent += try input.send(bytes.span.bytes.extracting(sent...)) ?? 0
            }
            try input.shutdownWriting()
            let text = try output.text(named: "wc")
            _ = child.wait()
            return text
        }

        #expect(text == "1048576\n")
    }

    @Test func `a child that is gone is an error and no signal`() throws {
        try withShell("exit 3", secret: MemoryFile(named: "nothing", holding: "").descriptor) {
            child, input, _ throws(SystemError) in
            #expect(child.wait() == .exited(3))
            // A child of another test holds the far end too, until it has become its own program.
            let isGone = input.isHungUp(within: .seconds(30))
            #expect(isGone)
            #expect(Wait(for: [], writing: [input.rawValue], atMost: .seconds(30)).ready == [input.rawValue])
            let error = #expect(throws: SystemError.self) { try input.send([1].span.bytes) }
            #expect(error?.code == EPIPE)
        }
    }
}
