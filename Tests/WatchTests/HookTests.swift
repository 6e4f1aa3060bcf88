import BackupCore
import FoundationEssentials
import Glibc
import TestSupport
import Testing

@testable import Watch

@Suite struct HookTests {
    private let scratch: ScratchFolder
    private let recorded = RecordedLog()

    init() throws { scratch = try ScratchFolder() }

    /// Runs a shell script as the hook; what it leaves in its variable `$out` is for the test.
    private func run(
        _ script: String, on result: Result<BackupOutcome.Made, BackupError>, within time: Duration = .seconds(60)
    ) throws -> Bool {
        let program = scratch.path(of: "hook")
        try Files.write("#!/bin/sh\nout=\(scratch.path(of: "out"))\n\(script)\n", to: program, mode: 0o700)
        let outcome = BackupOutcome(request: "7f3a", userID: 1, seconds: 3.25, result: result)
        return Hook(running: program, for: "erp", within: time).tell(outcome, log: recorded.log)
    }

    private static let made = BackupOutcome.Made(
        backup: .sample(id: 7), dump: DumpFigures(seconds: 2.5, sqlBytes: 100, fileBytes: 10, meanLevel: 6),
        sha256: "ab", provedAt: .sample)

    @Test func `is told of a success`() throws {
        let isWell = try run("cat >$out; echo $BACKUP_RESULT >>$out", on: .success(Self.made))

        #expect(isWell)
        #expect(
            try scratch.text(of: "out") == """
                {"bytes":10,"database":"erp","file":"backup_2026-02-23_143000.sql.gz","id":7,\
                "proved_at":"2026-02-23T14:30:00Z","request":"7f3a","result":"success","seconds":3.25,"sha256":"ab",\
                "sql_bytes":100,"user":1}
                success

                """)
        #expect(recorded.lines.count == 1)
        #expect(recorded.lines.first?.hasPrefix("level=info message=\"the hook ran\" program=") == true)
    }

    @Test func `is told of a failure, with its cause in the operator's words`() throws {
        let isWell = try run("cat >$out; echo $BACKUP_RESULT >>$out", on: .failure(.dumpFailed(reason: "say \"no\"\n")))

        #expect(isWell)
        #expect(
            try scratch.text(of: "out") == """
                {"cause":"dump","database":"erp","error":"the dump failed: say \\"no\\"\\n","request":"7f3a",\
                "result":"failure","seconds":3.25,"user":1}
                failure

                """)
    }

    @Test func `hears nothing of a create that found another under way`() throws {
        #expect(try run("cat >$out", on: .failure(.alreadyRunning)))

        #expect(try scratch.names() == ["hook"])
        #expect(recorded.lines.isEmpty)
    }

    @Test func `that fails is a line in the log, with the end of what it complained of`() throws {
        let isWell = try run("echo first >&2; echo last words >&2; exit 3", on: .success(Self.made))

        #expect(!isWell)
        #expect(recorded.lines.count == 1)
        #expect(recorded.lines.first?.hasPrefix("level=warning message=\"the hook failed\" program=") == true)
        #expect(
            recorded.lines.first?.hasSuffix(
                " reason=\"it ended with exit status 3: first\\nlast words\"") == true, "\(recorded.lines)")
    }

    @Test(arguments: ["sleep 600", "yes >&2", "trap '' TERM; exec 2>&-; while :; do sleep 600; done"])
    func `that does not end is ended, and all it started`(script: String) throws {
        let start = ContinuousClock.now

        let isWell = try run(script, on: .success(Self.made), within: .milliseconds(100))

        #expect(!isWell)
        #expect(ContinuousClock.now - start < .seconds(60))
        #expect(recorded.lines.first?.contains("it was ended after 0 s") == true, "\(recorded.lines)")
    }

    @Test func `that is gone is a line in the log`() throws {
        let outcome = BackupOutcome(request: nil, userID: nil, seconds: 1, result: .success(Self.made))

        let isWell = Hook(running: scratch.path(of: "none"), for: "erp", within: .seconds(1))
            .tell(outcome, log: recorded.log)

        #expect(!isWell)
        #expect(recorded.lines.first?.contains("it could not be run: ") == true)
    }

    @Test func `sees nothing of our environment and no descriptor of ours`() throws {
        setenv("DB_PASSWORD_OF_A_TEST", "secret", 1)

        _ = try run("env >$out; ls /proc/self/fd >>$out", on: .success(Self.made))

        let text = try scratch.text(of: "out")
        #expect(!text.contains("DB_PASSWORD_OF_A_TEST"))
        #expect(text.contains("PATH=/usr/local/bin:/usr/bin:/bin\n"))
        let descriptors = text.split(separator: "\n").compactMap { Int($0) }
        // The fifth is ls's own, of the folder it lists.
        #expect(descriptors.count <= 5 && descriptors.allSatisfy { $0 <= 4 })
    }
}
