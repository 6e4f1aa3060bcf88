import TestSupport
import Testing

extension EndToEnd {
    /// Backups that come back by `backupctl`.
    @Suite struct OperatorRestoreTests {
        private let site: Site
        private let tool: OperatorTool
        private let id: String
        private let administrator = ["BACKUP_RESTORE_USERNAME": "root", "BACKUP_RESTORE_PASSWORD": ""]

        init() throws {
            site = try Site.restored()
            site.disturb()
            tool = try OperatorTool(of: site)
            id = try tool.run("create").text.parts(separatedBy: "\t")[0]
        }

        private func databases() throws -> [String] { try site.stack.sql("SHOW DATABASES") }

        private func checksums(of database: String) throws -> [String] {
            let tables = try site.stack.sql("SHOW TABLES", in: database)
            let list = tables.filter { $0 != "database_backups" }.map { "`\($0)`" }.joined(separator: ", ")
            return try site.stack.sql("CHECKSUM TABLE \(list)", in: database).map {
                $0.replacing("\(database).", with: "")
            }
        }

        @Test func `a backup is restored into a new database, and not over another unasked`() throws {
            let database = "\(site.stack.database)_again"

            let restored = try tool.run("restore", id, "--into", database, settings: administrator)
            let refused = try tool.run("restore", id, "--into", database, settings: administrator)
            let forced = try tool.document("restore", id, "--into", database, "--force", settings: administrator)

            #expect(restored.status == .exited(0))
            #expect(restored.text.hasPrefix("\(id)\trestored\t"))
            #expect(refused.status == .exited(1))
            #expect(refused.text.isEmpty)
            #expect(refused.errors.contains("hint: name an empty database or a new one"))
            #expect(forced["database"] == .text(database))
            #expect(forced["objects"]["tables"].integer == 8)
            #expect(try checksums(of: database) == checksums(of: site.stack.database))
            try site.stack.sql("DROP DATABASE `\(database)`")
        }

        @Test func `a drill proves the newest backup, is noted, and leaves no database`() throws {
            let before = try databases()

            let drill = try tool.document("drill", settings: administrator)

            #expect(drill["backup"]["id"].integer == Int64(id))
            #expect(drill["compared"] == .text("values"))
            #expect(drill["recorded"] == .bool(true))
            #expect(drill["rows"].integer ?? 0 > 10)
            #expect(try databases() == before)
            let name = try #require(drill["backup"]["filename"].text)
            let manifest = try JSONValue(
                parsing: Files.bytes(at: "\(site.stack.storage)/.manifests/\(name).json"))
            #expect(manifest["restored_at"].text != nil)
            #expect(try tool.run("verify", id).status == .exited(0))
        }

        @Test func `a lost database comes back from a file, whose name is enough`() throws {
            let name = try site.stack.sql("SELECT filename FROM database_backups WHERE id = \(id)")[0]
            let before = try checksums(of: site.stack.database)
            try site.stack.sql("DROP DATABASE `\(site.stack.database)`")

            let list = try tool.run("list")
            let verified = try tool.run("verify", name)
            let missing = try tool.run("verify", "none.sql.gz")
            let restored = try tool.run("restore", name, "--into", site.stack.database, settings: administrator)
            let reconciled = try tool.run("reconcile")

            #expect(list.status == .exited(1))
            #expect(list.errors.contains("backupctl restore FILE --into DATABASE"))
            #expect(verified.status == .exited(0))
            #expect(missing.status == .exited(1), "a name mistyped proves nothing")
            #expect(restored.status == .exited(0), "\(restored.errors)")
            #expect(restored.errors.contains("'backupctl reconcile' now records again"))
            #expect(reconciled.status == .exited(0))
            #expect(try checksums(of: site.stack.database) == before)
            #expect(try site.stack.sql("SELECT id FROM database_backups WHERE filename = '\(name)'") == [id])
        }

        @Test func `the server's own databases are never restored into`() throws {
            let restored = try tool.run("restore", id, "--into", "MySQL", "--force", settings: administrator)

            #expect(restored.status == .exited(1))
            #expect(restored.errors.contains("'MySQL' is the server's own"))
        }

        @Test func `only a backup that is proved bad has the exit status that says so`() throws {
            let path =
                try "\(site.stack.storage)/"
                + site.stack.sql("SELECT filename FROM database_backups WHERE id = \(id)")[0]
            let before = try databases()

            let forbidden = try tool.run("drill", id)
            var bytes = try Files.bytes(at: path)
            bytes[bytes.count / 2] ^= 1
            try Files.write(bytes, to: path)
            let damaged = try tool.run("drill", id, settings: administrator)
            let restored = try tool.run("restore", id, "--into", "never", settings: administrator)

            #expect(forbidden.status == .exited(1), "nothing is proved against the backup")
            #expect(forbidden.errors.contains("Access denied"))
            #expect(forbidden.errors.contains("hint: a drill needs GRANT ALL ON `backupd\\_drill\\_%`"))
            #expect(damaged.status == .exited(2))
            #expect(restored.status == .exited(2))
            #expect(try databases() == before)
        }
    }
}
