import TestSupport
import Testing

extension EndToEnd {
    /// What a restore of an old backup does to the catalog, which is part of what it restores.
    @Suite struct RecoveryTests {
        private let site: Site

        init() throws { site = try Site.restored() }

        /// The backups made since the fixture, oldest first, as `id`, file, size, time, creator.
        private func made() throws -> [String] {
            try site.stack.sql(
                """
                SELECT id, filename, size_bytes, created_at, created_by FROM database_backups WHERE id > 5 ORDER BY id
                """)
        }

        private func create() throws -> String {
            let answer = try site.call("POST")
            try #require(answer.status == 201, "\(answer.text)")
            return try #require(try JSONValue(parsing: answer.body)["data"]["filename"].text)
        }

        /// Pours a backup over the database it was made of, as an administrator would by hand.
        private func restore(_ file: String) throws {
            let text = try Program.succeed("gzip", ["-dc", "\(site.stack.storage)/\(file)"]).text
            try site.stack.sql(text)
        }

        @Test func `an old backup restored over the catalog loses no newer one`() throws {
            let first = try create()
            let second = try create()
            let third = try create()
            let before = try made()
            let content = try Files.bytes(at: "\(site.stack.storage)/\(second)")

            try restore(first)
            #expect(try made().isEmpty, "the catalog is as it was before the first was recorded")
            let fourth = try create()

            let after = try made()
            #expect(after.prefix(3) == before[...])
            #expect(after.map { $0.parts(separatedBy: "\t")[1] } == [first, second, third, fourth])
            #expect(Set(try site.ids()).count == 9)
            #expect(try Files.bytes(at: "\(site.stack.storage)/\(second)") == content)
            #expect(Set(try site.files()).isSuperset(of: [first, second, third, fourth]))
        }

        @Test func `a row of the old backup whose file is gone is told, and stays`() throws {
            let first = try create()
            let second = try create()
            let id = try #require(try made().first).parts(separatedBy: "\t")[0]
            #expect(try site.call("DELETE", "/\(id)").status == 200)
            #expect(try !site.files().contains(first))

            try restore(second)
            _ = try create()

            let names = try made().map { $0.parts(separatedBy: "\t")[1] }
            #expect(names.contains(first), "nobody knows whether that row is wanted")
            #expect(names.contains(second))
            #expect(try !site.files().contains(first))
        }
    }
}
