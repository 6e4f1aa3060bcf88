import BackupCore
import Glibc
import Posix
import TestSupport
import Testing

@testable import MySQL

/// Programs that go wrong in every way: none may be taken for a dump, and none may be left.
@Suite struct DumpProgramTests {
    private static let start = "printf -- '\(FakeProgram.start.replacingNewlines)'"
    private static let trailer = "printf -- '\(FakeProgram.trailer.replacingNewlines)'"
    private static let noTrailer = "it ended with exit status 0, but its last line is not '-- Dump completed'"
    private static let more = "it ended with exit status 0, but text follows the line '-- Dump completed'"
    private static let silence = "it wrote nothing for 1.0 seconds, so it was stopped"
    private static let stuck = "\n\(hint(for: silence))"

    private static func hint(for end: String, _ complaint: String = "") -> String {
        let hint = KnownFailure.hint(for: .end(end)) ?? KnownFailure.hint(for: .complaint(DumpComplaint(complaint)))
        return "hint: \(hint ?? "none")"
    }

    @Test func `a whole dump is read as it was written`() throws {
        let program = try FakeProgram("\(Self.start); \(Self.trailer)")

        #expect(try program.read() == FakeProgram.start + FakeProgram.trailer)
        #expect(try program.isGone())
    }

    @Test(arguments: [
        // Status and signal count even behind a trailer.
        ("\(start); \(trailer); exit 3", "it ended with exit status 3"),
        (
            "\(start); \(trailer); kill -9 $$",
            "it ended with signal 9 (Killed)\n\(hint(for: "it ended with signal 9 "))"
        ),
        ("\(start); kill -SEGV $$", "it ended with signal 11 (Segmentation fault)"),
        // A signal that this process may ignore ends the program all the same.
        ("\(start); kill -PIPE $$", "it ended with signal 13 (Broken pipe)"),
        (
            "echo \"mysqldump: Got error: 1045: 'Access denied'\" >&2; exit 2",
            """
            it ended with exit status 2: mysqldump: Got error: 1045: 'Access denied'
            \(hint(for: "", "mysqldump: Got error: 1045: 'Access denied'"))
            """
        ),
        ("\(start); echo 'disk is gone' >&2; exit 5", "it ended with exit status 5: disk is gone"),
        // A good status alone is nothing.
        ("exit 0", noTrailer), ("\(start); exit 0", noTrailer), ("printf -- '-- Dump completed'", noTrailer),
        ("\(start); echo \"INSERT INTO t VALUES ('x\\\\\\\\n-- Dump completed\\\\\\\\n');\"", noTrailer),
        ("\(start); \(trailer); echo 'DROP TABLE t;'", more), ("\(start); \(trailer); \(trailer)", more),
        ("\(start); \(trailer); printf x", more), ("\(start); \(trailer); echo '-- x'", more),
        ("\(start); echo 'mysqldump: hm' >&2", noTrailer + ": mysqldump: hm"),
    ])
    func `a program that ends badly is a failure in the operator's words`(script: String, reason: String) throws {
        let program = try FakeProgram(script)

        #expect(throws: BackupError.dumpFailed(reason: reason)) { try program.read() }

        #expect(try program.isGone())
    }

    @Test(arguments: [
        ("exec sleep 1000", silence + stuck),
        ("\(start); exec sleep 1000", silence + stuck),
        ("\(start); \(trailer); exec sleep 1000", silence + stuck),
        (
            "echo 'waiting for a lock' >&2; exec sleep 1000",
            silence + ": waiting for a lock" + stuck
        ),
        ("\(trailer); exec sleep 1000 >&-", "it closed its output and did not end, so it was stopped"),
    ])
    func `a program that hangs is stopped`(script: String, reason: String) throws {
        let program = try FakeProgram(script)

        #expect(throws: BackupError.dumpFailed(reason: reason)) {
            try program.read(stallTimeout: .seconds(1))
        }

        #expect(try program.isGone())
    }

    @Test func `complaints are no progress`() throws {
        let program = try FakeProgram("for i in 1 2 3 4 5 6 7 8; do echo again >&2; sleep 0.2; done")

        let error = #expect(throws: BackupError.self) { try program.read(stallTimeout: .milliseconds(500)) }

        let start = "the dump failed: it wrote nothing for 0.5 seconds, so it was stopped: again"
        #expect(error?.description.hasPrefix(start) == true, "\(String(describing: error))")
    }

    @Test func `slow progress is progress`() throws {
        let program = try FakeProgram("for i in 1 2 3 4 5; do echo 'SELECT 1;'; sleep 0.5; done; \(Self.trailer)")

        #expect(try program.read(stallTimeout: .seconds(2)).hasSuffix(FakeProgram.trailer))
    }

    @Test func `a program deaf to SIGTERM is killed`() throws {
        let program = try FakeProgram("trap '' TERM; while :; do sleep 1; done")

        #expect(throws: BackupError.dumpFailed(reason: Self.silence + Self.stuck)) {
            try program.read(stallTimeout: .seconds(1))
        }

        #expect(try program.isGone())
    }

    @Test func `what the program started is stopped with it`() throws {
        let program = try FakeProgram("sleep 1000 & echo $! >\"$0.child\"; \(Self.trailer); exit 0")

        // The child holds the output open.
        #expect(throws: BackupError.dumpFailed(reason: Self.silence + Self.stuck)) {
            try program.read(stallTimeout: .seconds(1))
        }

        #expect(try program.isGone())
        try waitUntil { try program.isGone("dump.child") }
    }

    @Test func `a million complaints neither block it nor fill the log`() throws {
        let complaints = "head -c 1000000 /dev/zero | tr '\\0' e >&2"
        let good = try FakeProgram("\(Self.start); \(complaints); \(Self.trailer)")
        let bad = try FakeProgram("\(complaints); exit 1")
        let late = try FakeProgram("\(Self.start); exec >&-; \(complaints); exit 3")

        #expect(try good.read().hasSuffix(FakeProgram.trailer))
        for (program, status) in [(bad, 1), (late, 3)] {
            let error = #expect(throws: BackupError.self) { try program.read(stallTimeout: .seconds(3)) }
            let text = error?.description ?? ""
            #expect(text.hasPrefix("the dump failed: it ended with exit status \(status): eeee"))
            #expect(text.utf8.count < 9000)
            #expect(try program.isGone())
        }
    }
}

extension String {
    /// As printf(1) wants it between single quotes.
    fileprivate var replacingNewlines: String {
        split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\\n")
    }
}
