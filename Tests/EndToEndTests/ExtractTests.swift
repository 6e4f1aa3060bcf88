import Glibc
import TestSupport
import Testing

extension EndToEnd {
    /// One table out of a real backup.
    @Suite struct ExtractTests {
        private let site: Site
        private let tool: OperatorTool
        private let id: String

        init() throws {
            site = try Site.restored()
            site.disturb()
            tool = try OperatorTool(of: site)
            id = try tool.run("create").text.parts(separatedBy: "\t")[0]
        }

        @Test func `what is extracted restores equal`() throws {
            let scratch = "\(site.stack.database)_extracted"
            try site.stack.sql("CREATE DATABASE `\(scratch)`")
            for table in ["users", "personal_access_tokens", "migrations"].filter({ tables.contains($0) }) {
                let file = try write(tool.run("extract", id, table))

                try site.stack.sql(try Program.succeed("gzip", ["-dc", file]).text, in: scratch)

                #expect(try checksum(table, of: scratch) == checksum(table, of: site.stack.database))
            }
            #expect(try !site.stack.sql("SHOW TABLES", in: scratch).isEmpty)
            try site.stack.sql("DROP DATABASE `\(scratch)`")
        }

        private var tables: [String] { (try? site.stack.sql("SHOW TABLES")) ?? [] }

        private func write(_ extracted: Finished) throws -> String {
            let file = site.stack.folder + "/table.sql.gz"
            #expect(extracted.status == .exited(0))
            try Files.write(extracted.output, to: file)
            return file
        }

        private func checksum(_ table: String, of database: String) throws -> [String] {
            try site.stack.sql("SET FOREIGN_KEY_CHECKS = 0; CHECKSUM TABLE `\(table)`", in: database)
                .map { $0.parts(separatedBy: "\t")[1] }
        }

        @Test func `a file is there whole or not at all, and takes no other's place unasked`() throws {
            let folder = site.stack.folder + "/out"
            mkdir(folder, 0o700)
            let path = folder + "/users.sql.gz"
            unlink(path)

            let written = try tool.document("extract", id, "users", "--output", path)
            let bytes = try Files.bytes(at: path)
            let again = try tool.run("extract", id, "users", "--output", path)
            let forced = try tool.run("extract", id, "users", "--output", path, "--force")
            let unknown = try tool.run("extract", id, "no_such_table", "--output", folder + "/none.sql.gz")

            #expect(written["output"] == .text(path))
            #expect(again.status == .exited(1))
            #expect(again.errors.contains("hint: --force replaces it"))
            #expect(forced.status == .exited(0))
            #expect(try Files.bytes(at: path) == bytes)
            #expect(unknown.status == .exited(1))
            #expect(unknown.errors.contains("holds no table 'no_such_table'"))
            #expect(try Program.succeed("ls", ["-A", folder]).text == "users.sql.gz\n")
        }

        @Test func `nothing is extracted from where a bit was flipped`() throws {
            let name = try site.stack.sql("SELECT filename FROM database_backups WHERE id = \(id)")[0]
            let path = "\(site.stack.storage)/\(name)"
            var bytes = try Files.bytes(at: path)
            for index in 100..<bytes.count - 20 { bytes[index] ^= 1 }
            try Files.write(bytes, to: path)

            let extracted = try tool.run("extract", id, "users")

            #expect(extracted.status == .exited(2))
            #expect(extracted.output.isEmpty)
        }
    }
}
