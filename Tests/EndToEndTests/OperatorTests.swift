import FoundationEssentials
import Glibc
import Posix
import TestSupport
import Testing

extension EndToEnd {
    /// What `backupctl` does with the real database and folder.
    @Suite struct OperatorTests {
        private let site: Site
        private let tool: OperatorTool

        init() throws {
            site = try Site.restored()
            site.disturb()
            tool = try OperatorTool(of: site)
        }

        @Test func `lists what the API lists, as the API writes it`() throws {
            let answer = try site.call("GET", "?per_page=100")

            let listed = try tool.document("list")
            let lines = try tool.run("list")

            #expect(listed["backups"].items.count == 5)
            #expect(try listed["backups"] == JSONValue(parsing: answer.body)["data"])
            #expect(lines.status == .exited(0))
            #expect(
                lines.text.split(separator: "\n").first
                    == "5\t2026-01-05T02:00:00Z\t1536\tbackup_2026-01-05_020000.sql.gz")
        }

        @Test func `an empty catalog is told on standard error, and nothing in it can be proved`() throws {
            try site.stack.sql("DELETE FROM database_backups")

            let listed = try tool.run("list")

            #expect(listed.status == .exited(0))
            #expect(listed.text.isEmpty)
            #expect(listed.errors == "there is no backup\n")
            #expect(try tool.document("list") == JSONValue(parsing: Array(#"{"backups": []}"#.utf8)))
            for arguments in [["verify"], ["verify", "--all"]] {
                let verified = try arguments.count == 1 ? tool.run("verify") : tool.run("verify", "--all")
                #expect(verified.status == .exited(1), "\(arguments)")
            }
        }

        @Test func `makes a backup that belongs to nobody, and proves it`() throws {
            let made = try tool.row("create")

            #expect(try site.stack.sql("SELECT created_by FROM database_backups WHERE id = \(made[0])") == ["NULL"])
            try Program.succeed("gzip", ["-t", "\(site.stack.storage)/\(made[3])"])
            #expect(try Files.bytes(at: "\(site.stack.storage)/\(made[3])").count == Int(made[2]))
            #expect(try tool.row("verify")[..<2] == [made[0], "proved"])
            let document = try tool.document("verify", made[0])["verifications"].items[0]
            #expect(document["result"] == .text("proved"))
            #expect(document["has_manifest"] == .bool(true))
            #expect(document["objects"]["tables"].integer == 8)
            #expect(try site.call("GET", "/\(made[0])/download").status == 200)
        }

        @Test func `makes a backup for a user of the ERP`() throws {
            let made = try tool.document("create", "--user", "1")

            #expect(made["backup"]["created_by"].integer == 1)
            #expect(made["sql_bytes"].integer ?? 0 > 1000)
            let stranger = try tool.run("create", "--user", "99999")
            #expect(stranger.status == .exited(0))
            #expect(stranger.errors.contains("there is no user 99999"))
        }

        @Test func `waits for nobody: a second create says that one is being made`() throws {
            try site.gate.close()
            let create = try site.begin("POST")
            try site.gate.waitForDump()

            let refused = [try tool.run("create"), try tool.run("prune"), try tool.run("reconcile")]
            try site.gate.open()

            #expect(refused.map(\.status) == [.exited(75), .exited(75), .exited(75)])
            #expect(refused[0].errors == "backupctl: another backup of this database is being made\n")
            #expect(try create.answer().status == 201)
        }

        @Test(arguments: [SIGINT, SIGTERM])
        func `an interrupted create leaves nothing`(signal: Int32) throws {
            let (ids, files) = (try site.ids(), try site.files())
            try site.gate.close()
            let create = try tool.start("create")
            try site.gate.waitForDump()

            create.signal(signal)

            #expect(try create.end() == .exited(130))
            site.gate.remove()
            #expect(try Files.text(at: create.log).hasSuffix("backupctl: interrupted\n"))
            #expect(try site.ids() == ids)
            #expect(try site.files() == files)
            #expect(try site.parts().isEmpty)
            #expect(try tool.run("create").status == .exited(0))
        }

        @Test func `a flipped bit is found, and so is a file that is gone`() throws {
            let made = try tool.row("create")
            let path = "\(site.stack.storage)/\(made[3])"
            var bytes = try Files.bytes(at: path)
            bytes[bytes.count / 2] ^= 0x10
            try Files.write(bytes, to: path)

            let verified = try tool.run("verify", made[0])
            let document = try tool.run("verify", made[0], "--json")

            #expect(verified.status == .exited(2))
            #expect(verified.text == "\(made[0])\tdamaged\t-\t\(made[3])\n")
            #expect(verified.errors.hasPrefix("backupctl: the backup '\(made[3])' is damaged: "))
            #expect(document.status == .exited(2))
            let finding = try JSONValue(parsing: document.output)["verifications"].items[0]
            #expect(finding["result"] == .text("damaged"))
            #expect(finding["error"].text?.contains("is damaged") == true)
            unlink(path)
            let missing = try tool.run("verify", made[0])
            #expect(missing.status == .exited(2))
            #expect(missing.text == "\(made[0])\tmissing\t-\t\(made[3])\n")
            #expect(try tool.run("verify", "--all").status == .exited(2))
        }
    }
}
