import Glibc

/// What a program wrote until it ended, or was ended.
package struct ProgramOutput: Sendable {
    package let status: ExitStatus
    /// Of its standard output, as many bytes as were allowed.
    package let bytes: [UInt8]
    package let errors: String

    package var text: String { String(decoding: bytes, as: UTF8.self) }
}

extension ChildProcess {
    /// Runs a program for what it writes; one that takes longer than `time` or writes more than `limit` bytes is ended.
    ///
    /// - Throws: ``SystemError`` when it cannot be started.
    package static func output(
        of program: String, _ arguments: [String], environment: [String: String], secret: String = "", limit: Int,
        atMost time: Duration
    ) throws(SystemError) -> ProgramOutput {
        let pipe = try Pipe()
        let errors = try MemoryFile(named: "errors", holding: "")
        let hidden = try MemoryFile(named: "secret", holding: secret)
        var process = try ChildProcess(
            running: program, arguments: arguments, environment: environment, output: pipe.writing,
            errors: errors.descriptor, secret: hidden.descriptor)
        let reading = pipe.closeWriting()
        let deadline = ContinuousClock.now + time
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 * 1024)
        var isWhole = false
        while bytes.count < limit, !Wait(for: [reading.rawValue], atMost: max(deadline - .now, .zero)).ready.isEmpty {
            let count = try buffer.withUnsafeMutableBufferPointer { buffer throws(SystemError) in
                try reading.read(into: UnsafeMutableRawBufferPointer(buffer), named: program)
            }
            isWhole = count == 0
            if isWhole { break }
            bytes += buffer[..<count]
        }
        if isWhole { _ = Wait(for: [process.descriptor], atMost: max(deadline - .now, .zero)) }
        let hasEnded = !Wait(for: [process.descriptor], atMost: .zero).ready.isEmpty
        let status = hasEnded ? process.wait() : process.terminate()
        guard lseek(errors.descriptor.rawValue, 0, SEEK_SET) == 0 else { throw SystemError("lseek", "errors") }
        let complaints = try errors.descriptor.text(named: "errors")
        return ProgramOutput(status: status, bytes: Array(bytes.prefix(limit)), errors: complaints)
    }

    /// The first program of that name in folders where administrators' programs are too; nil when there is none.
    package static func path(of program: String, searching path: String?) -> String? {
        let usual = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
        let folders = ((path ?? "") + ":" + usual).split(separator: ":")
        return folders.map { "\($0)/\(program)" }.first { access($0, X_OK) == 0 }
    }
}
