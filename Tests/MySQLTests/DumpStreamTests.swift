import BackupCore
import Glibc
import Posix
import TestSupport
import Testing

@testable import MySQL

/// How the dump program is started, stopped and left.
@Suite struct DumpStreamTests {
    @Test func `the program gets the arguments, three variables and four descriptors`() throws {
        let program = try FakeProgram(
            """
            echo "$@"; env | grep -v -e ^_= -e ^PWD= -e ^OLDPWD= -e ^SHLVL= | sort
            stat -L -c %a /proc/self/fd/3; cat <&0; grep SigBlk /proc/self/status; ls /proc/self/fd
            echo ';'; echo '-- Dump completed'
            """)

        let text = try program.read()

        #expect(
            text == """
                \(program.options.arguments.joined(separator: " "))
                HOME=/nonexistent
                LC_ALL=C
                PATH=/usr/local/bin:/usr/bin:/bin
                600
                SigBlk:\t0000000000000000
                0
                1
                2
                3
                4
                ;
                -- Dump completed

                """)
    }

    @Test func `the option file is read at its place`() throws {
        let program = try FakeProgram("cat /proc/self/fd/3; echo ';'; echo '-- Dump completed'")

        #expect(try program.read() == program.options.optionFile + ";\n-- Dump completed\n")
    }

    @Test(arguments: ["missing", "not executable", "a folder"])
    func `a program that cannot be started is an error with its path`(what: String) throws {
        let program = try FakeProgram("exit", mode: what == "missing" ? 0o755 : 0o644)
        if what != "not executable" { unlink(program.path) }
        if what == "a folder" { mkdir(program.path, 0o755) }

        let error = #expect(throws: SystemError.self) { try program.read() }

        let words = what == "missing" ? "No such file or directory [errno 2]" : "Permission denied [errno 13]"
        #expect(error?.description == "posix_spawn '\(program.path)': \(words)")
    }

    @Test func `a wish to stop ends a program that writes`() throws {
        let program = try FakeProgram("while :; do echo 'SELECT 1;'; done")
        let cancellation = try Cancellation()

        #expect(throws: BackupError.interrupted) {
            try program.read(cancellation: cancellation, each: { cancellation.cancel() })
        }

        #expect(try program.isGone())
    }

    @Test(arguments: ["", "exec >&-"])
    func `a wish to stop ends a program that is silent, or that will not end`(before: String) throws {
        let program = try FakeProgram("\(before)\necho x >\"$0.ready\"; exec sleep 1000")
        let cancellation = try Cancellation()
        let folder = program.folder
        let thread = try PosixThread(named: "canceller") {
            while access(folder.path(of: "dump.ready"), F_OK) != 0 { usleep(10_000) }
            cancellation.cancel()
        }

        #expect(throws: BackupError.interrupted) { try program.read(cancellation: cancellation) }

        thread.join()
        #expect(try program.isGone())
    }

    @Test func `a program that is silent ends when the lock is lost`() throws {
        let program = try FakeProgram("exec sleep 1000")

        #expect(throws: BackupError.dumpFailed(reason: "the lock was lost")) {
            var stream = try DumpStream(
                of: program.options,
                watch: DumpWatch(
                    stallTimeout: .seconds(600), cancellation: Cancellation(),
                    lock: SteadyLock(lostBecause: "the lock was lost")),
                progress: DumpProgress(), finding: DumpFinding())
            var byte: UInt8 = 0
            _ = try withUnsafeMutableBytes(of: &byte) { buffer in try stream.read(into: buffer) }
        }

        #expect(try program.isGone())
    }

    @Test func `a reader that gives up leaves no program`() throws {
        let program = try FakeProgram("while :; do echo 'SELECT 1;'; done")
        struct GivenUp: Error {}

        do {
            var stream = try DumpStream(
                of: program.options,
                watch: DumpWatch(stallTimeout: .seconds(20), cancellation: Cancellation(), lock: SteadyLock()),
                progress: DumpProgress(), finding: DumpFinding())
            let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 100, alignment: 1)
            defer { buffer.deallocate() }
            #expect(try stream.read(into: buffer) == 100)
        }

        #expect(try program.isGone())
    }

    @Test func `no descriptor is left, however the program ends`() async {
        await #expect(processExitsWith: .success) {
            let scripts = [
                "echo '-- Dump completed'", "exit 3", "kill -9 $$", "exec sleep 1000", "exec sleep 1000 >&-",
                "head -c 200000 /dev/zero >&2; exit 1", "head -c 5000000 /dev/zero",
            ]
            func runAll() throws {
                for script in scripts {
                    // Most of them fail, and are to.
                    _ = try? FakeProgram(script).read(stallTimeout: .milliseconds(200))
                    let missing = try FakeProgram("exit")
                    unlink(missing.path)
                    _ = try? missing.read()
                }
            }
            try runAll()
            let before = try FileDescriptor(folder: "/proc/self/fd").names()

            try runAll()

            #expect(try FileDescriptor(folder: "/proc/self/fd").names() == before)
            var status: Int32 = 0
            #expect(waitpid(-1, &status, WNOHANG) == -1, "no child is left")
        }
    }
}
