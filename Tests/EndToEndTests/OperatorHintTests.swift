import Glibc
import TestSupport
import Testing

extension EndToEnd {
    /// What `backupctl` says beside its results.
    @Suite struct OperatorHintTests {
        private let site: Site
        private let tool: OperatorTool

        init() throws {
            site = try Site.restored()
            site.disturb()
            tool = try OperatorTool(of: site)
        }

        @Test func `an empty list beside whole files is no end`() throws {
            let file = try tool.run("create").text.parts(separatedBy: "\t")[3].filter { $0 != "\n" }
            try site.stack.sql("DELETE FROM database_backups")

            let listed = try tool.run("list")
            let reconciled = try tool.run("reconcile")

            #expect(listed.status == .exited(0))
            #expect(
                listed.errors == """
                    there is no backup
                    hint: the folder holds one backup file without a row: 'backupctl reconcile' records them again

                    """)
            #expect(reconciled.text == "recorded\t\(file)\n")
        }

        @Test func `a row without its file is told with the way out`() throws {
            let made = try tool.run("create").text.parts(separatedBy: "\t")
            unlink("\(site.stack.storage)/\(made[3].filter { $0 != "\n" })")

            let reconciled = try tool.run("reconcile")

            #expect(reconciled.text.contains("missing_file\t"))
            #expect(reconciled.errors.contains("hint: where a missing_file is gone for good, 'backupctl delete ID'"))
            #expect(try tool.run("delete", made[0]).status == .exited(0))
            #expect(try !tool.run("reconcile").text.contains(made[3]))
        }

        @Test func `prune tells when there is nothing to do, and when it did nothing`() throws {
            let rehearsed = try tool.run("prune", "--dry-run", settings: ["BACKUP_KEEP": "4"])
            let idle = try tool.run("prune", "--dry-run", settings: ["BACKUP_KEEP": "5"])

            #expect(rehearsed.text.hasPrefix("1\t"))
            #expect(rehearsed.errors == "this is what would be removed; nothing was\n")
            #expect(idle.text.isEmpty)
            #expect(idle.errors == "nothing is beyond BACKUP_KEEP\n")
        }

        @Test(arguments: [["restore", "all", "--into", "x"], ["verify", "newest"], ["delete", "a.sql.gz"]])
        func `what is neither id nor file is wrong usage, and the usage is told`(words: [String]) throws {
            let finished = try Program.run(tool.program, words)

            #expect(finished.status == .exited(64))
            #expect(finished.errors.contains("\nusage: backupctl \(words[0]) "))
        }

        @Test func `a setting with a slip in its name is told`() throws {
            let listed = try tool.run("list", settings: ["BACKUP_KEP": "3"])

            #expect(listed.status == .exited(0))
            #expect(listed.errors.contains("name=BACKUP_KEP hint=\"is BACKUP_KEEP meant?\"\n"))
        }

        @Test func `what cannot be tried proves nothing against a backup`() throws {
            let id = try tool.run("create").text.parts(separatedBy: "\t")[0]
            let lonely = site.stack.folder + "/lonely-dump"
            let script = """
                #!/bin/sh
                PATH=/usr/local/bin:/usr/bin:/bin
                exec "$(command -v mariadb-dump || command -v mysqldump)" "$@"

                """
            try Files.write(script, to: lonely, mode: 0o700)

            let drill = try tool.run("drill", id, settings: ["BACKUP_MYSQLDUMP": lonely, "PATH": "/nonexistent"])
            let extract = try tool.run("extract", "5", "users")

            #expect(drill.status == .exited(1))
            #expect(
                drill.errors.hasPrefix(
                    "backupctl: the restore failed: there is no client program 'mariadb' or 'mysql'\nhint: install"),
                "it is told before anything is read or made")
            #expect(extract.status == .exited(1))
            #expect(extract.errors.contains("has no manifest that tells where its tables are\nhint: restore it"))
        }

        @Test func `a terminal gets names above the columns`() throws {
            let list = try tool.startOnTerminal("list")

            #expect(try list.end() == .exited(0))
            let lines = try Files.text(at: list.log).split(whereSeparator: \.isNewline)
            #expect(lines.first == "id      time (UTC)            bytes           file")
            #expect(lines.dropFirst().first?.hasPrefix("5       2026-01-05T02:00:00Z  1536            backup_") == true)
        }
    }
}
