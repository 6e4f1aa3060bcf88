import Glibc
import TestSupport
import Testing

extension EndToEnd {
    /// What `backupctl` says to a wrong command line, and how it uses a terminal.
    @Suite struct OperatorUsageTests {
        private let site: Site
        private let tool: OperatorTool

        init() throws {
            site = try Site.restored()
            site.disturb()
            tool = try OperatorTool(of: site)
        }

        @Test(arguments: [
            ("--bogus", "backupctl: there is no option '--bogus'"),
            ("frobnicate", "backupctl: there is no command 'frobnicate'"),
        ])
        func `names what is wrong`(argument: String, complaint: String) throws {
            let finished = try tool.run(argument)

            #expect(finished.status == .exited(64))
            #expect(finished.text.isEmpty)
            #expect(finished.errors == complaint + "\nhint: 'backupctl --help' tells what there is\n")
        }

        @Test func `names what is wrong with a command's arguments`() throws {
            let complaints = [
                try tool.run(), try tool.run("extract", "1"), try tool.run("delete"), try tool.run("list", "1"),
                try tool.run("list", "--dry-run"), try tool.run("create", "--user"),
                try tool.run("create", "--user", "x"),
                try tool.run("verify", "1", "--all"), try tool.run("extract", "1", "users", "--json"),
                try tool.run("prune", "--dry-run=yes"),
            ]

            #expect(complaints.allSatisfy { $0.status == .exited(64) && $0.text.isEmpty })
            #expect(
                complaints.map { $0.errors.parts(separatedBy: "\n")[0] } == [
                    "backupctl: a command is missing", "backupctl extract: argument TABLE is missing",
                    "backupctl delete: argument ID is missing", "backupctl list: '1' is one argument too many",
                    "backupctl list: there is no option '--dry-run'", "backupctl: option '--user' needs its ID",
                    "backupctl create: option '--user' needs the id of a user, not 'x'",
                    "backupctl verify: an ID and '--all' exclude each other",
                    "backupctl extract: '--json' needs '--output': standard output is for one of them",
                    "backupctl: option '--dry-run' takes no value",
                ])
        }

        @Test func `helps without a configuration`() throws {
            for arguments in [["--help"], ["create", "--help"], ["--version"]] {
                let finished = try Program.run(tool.program, arguments)
                #expect(finished.status == .exited(0))
                #expect(finished.text.hasPrefix("backupctl "))
                #expect(finished.errors.isEmpty)
            }
            #expect(try Program.run(tool.program, ["create", "--help"]).text.contains("--user ID"))
        }

        @Test func `a wrong configuration has an exit status of its own`() throws {
            let finished = try Program.run(tool.program, ["list"])

            #expect(finished.status == .exited(78))
            #expect(finished.errors.contains("DB_DATABASE is not set"))
        }

        @Test(.enabled(if: geteuid() == 0))
        func `root makes nothing in another account's folder, but may look`() throws {
            let (ids, files) = (try site.ids(), try site.files())
            #expect(chown(site.stack.storage, 65534, 65534) == 0)

            let refused = [
                try tool.run("create"), try tool.run("delete", "5"), try tool.run("prune"), try tool.run("reconcile"),
            ]

            #expect(refused.map(\.status) == Array(repeating: .exited(64), count: 4))
            #expect(refused[0].errors.contains("hint: sudo -u '"))
            #expect(try site.ids() == ids)
            #expect(try site.files() == files)
            #expect(try tool.run("list").status == .exited(0))
            #expect(try tool.run("reconcile", "--dry-run").status == .exited(0))
            var status = stat()
            #expect(stat(site.stack.storage + "/.manifests", &status) == 0)
            #expect(status.st_uid == 65534, "what looking makes is not root's")
        }

        @Test func `output that nobody takes is no success`() throws {
            let full = try Program.run(
                "sh",
                [
                    "-c", "\"$@\" >/dev/full", "sh", tool.program, "--env-file",
                    site.stack.directory + "/backupd.env", "list",
                ])

            #expect(full.status == .exited(1))
            #expect(full.errors.contains("the output could not be written"))
        }

        @Test func `on a terminal a bar tells how far it is, and stays out of the log's lines`() throws {
            try site.gate.close()
            let create = try tool.startOnTerminal("create")
            try eventually("the bar is drawn") { try Files.text(at: create.log).contains("[---") }

            try site.gate.open()

            #expect(try create.end() == .exited(0))
            let shown = try Files.text(at: create.log)
            let lines = shown.parts(separatedBy: "\n")
            // What stands before a line of the log, if anything, is taken away first.
            for line in lines.filter({ $0.contains("level=") }) {
                #expect(line.hasPrefix("level=") || line.contains("\r\u{1B}[Klevel="))
            }
            let created = #/\r\u{1B}\[Klevel=info request=[0-9a-f]{32} message="backup created"/#
            #expect(lines.contains { $0.contains(created) })
            let bars = shown.parts(separatedBy: "\r\u{1B}[K").filter { $0.hasPrefix("[") }
            #expect(bars.allSatisfy { $0.parts(separatedBy: "\r")[0].unicodeScalars.count < 100 })
        }

        @Test func `a compressed table is nothing for a terminal`() throws {
            let extract = try tool.startOnTerminal("extract", "1", "users")

            #expect(try extract.end() == .exited(1))
            #expect(try Files.text(at: extract.log).contains("standard output is a terminal"))
        }
    }
}
