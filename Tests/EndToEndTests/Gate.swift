import Glibc
import Posix
import TestSupport

/// A dump program that waits where a gate is closed, so that a test can act in the middle of a backup.
///
/// The gate is a FIFO, which a shell script opens before it becomes the real program.
struct Gate: Sendable {
    /// The script, to be named as the worker's dump program.
    let program: String
    private let fifo: String
    private let note: String
    private let failure: String

    init(in folder: String) throws {
        program = folder + "/dump"
        fifo = folder + "/gate"
        note = folder + "/waiting"
        failure = folder + "/failure"
        let script = """
            #!/bin/sh
            if [ "$1" != --version ]; then
                if [ -p \(fifo) ]; then
                    echo $$ >\(note)
                    read -r _ <\(fifo)
                fi
                if [ -e \(failure) ]; then cat \(failure) >&2; exit 2; fi
            fi
            program=$(command -v mariadb-dump || command -v mysqldump)
            exec "$program" "$@"

            """
        if access(program, X_OK) == 0 { return }
        try Files.write(script, to: program, mode: 0o700)
    }

    /// Makes the next dump wait.
    func close() throws {
        unlink(note)
        guard mkfifo(fifo, 0o600) == 0 else { throw SystemError("mkfifo", fifo) }
    }

    /// Waits until a dump waits at the gate.
    ///
    /// - Returns: its process id.
    @discardableResult func waitForDump() throws -> Int32 {
        try eventually("a dump comes to the gate") { try access(note, R_OK) == 0 && !noted().isEmpty }
        guard let id = Int32(try noted().prefix { $0 != "\n" }) else { throw Unexpected("no process id in \(note)") }
        return id
    }

    private func noted() throws -> String { try Files.text(at: note) }

    /// Lets the waiting dump go on.
    func open() throws {
        var writer: Int32 = -1
        try eventually("the dump opens the gate") {
            writer = Glibc.open(fifo, O_WRONLY | O_NONBLOCK | O_CLOEXEC)
            return writer >= 0
        }
        // The reader sees the end, which is enough to go on.
        Glibc.close(writer)
        unlink(fifo)
    }

    /// Takes away the gate that a test has left closed, and lets pass who waits at it.
    func remove() {
        let writer = Glibc.open(fifo, O_WRONLY | O_NONBLOCK | O_CLOEXEC)
        if writer >= 0 { Glibc.close(writer) }
        unlink(fifo)
    }

    /// Makes the dumps of `body` fail with these words.
    func failing<Result>(with words: String, _ body: () throws -> Result) throws -> Result {
        try Files.write(words, to: failure)
        defer { unlink(failure) }
        return try body()
    }
}
