import TestSupport
import Testing

extension EndToEnd {
    /// What `backupctl` removes and puts in order.
    @Suite struct OperatorOrderTests {
        private let site: Site
        private let tool: OperatorTool

        init() throws {
            site = try Site.restored()
            site.disturb()
            tool = try OperatorTool(of: site)
        }

        @Test func `removes what it is told to, once`() throws {
            let made = try tool.row("create")

            let deleted = try tool.row("delete", made[0])

            #expect(deleted == made)
            #expect(try !site.files().contains(made[3]))
            #expect(try !site.ids().contains(made[0]))
            let again = try tool.run("delete", made[0])
            #expect(again.status == .exited(1))
            #expect(again.errors == "backupctl: backup '\(made[0])' is not in the catalog\n")
        }

        @Test func `prunes by the rule, after a rehearsal that changes nothing`() throws {
            let keep = ["BACKUP_KEEP": "2"]
            let (ids, files) = (try site.ids(), try site.files())

            let foretold = try tool.document("prune", "--dry-run", settings: keep)

            #expect(foretold["removed"].items.map(\.["id"].integer) == [3, 2, 1])
            #expect(try site.ids() == ids)
            #expect(try site.files() == files)
            let done = try tool.document("prune", settings: keep)
            #expect(done["removed"] == foretold["removed"])
            #expect(try site.ids() == ["4", "5"])
            #expect(try tool.run("prune", settings: keep).text.isEmpty)
        }

        @Test func `puts in order what a rehearsal tells, and only then`() throws {
            let lost = try tool.row("create")
            let part = ".backup_2020-01-01_000000.sql.gz.part"
            try Files.write("x", to: "\(site.stack.storage)/\(part)")
            try site.stack.sql("DELETE FROM database_backups WHERE id = \(lost[0])")

            let foretold = try tool.document("reconcile", "--dry-run")

            #expect(foretold["part"] == .array([.text(part)]))
            #expect(foretold["recorded"] == .array([.text(lost[3])]))
            #expect(try site.parts() == [part])
            #expect(try site.ids().count == 5)
            let done = try tool.run("reconcile")
            #expect(done.status == .exited(0))
            #expect(done.text.contains("part\t\(part)\n"))
            #expect(try site.parts().isEmpty)
            #expect(try site.ids().count == 6)
        }
    }
}
