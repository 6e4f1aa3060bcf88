import FoundationEssentials
import TestSupport
import Testing

extension EndToEnd {
    @Suite struct CreateTests {
        private let site: Site

        init() throws { site = try Site.restored() }

        @Test func `a backup that was made restores row by row`() throws {
            let tables = try site.stack.sql("SHOW TABLES")
            let before = try counts(of: tables, in: site.stack.database)

            let answer = try site.call("POST")

            try #require(answer.status == 201)
            let data = try JSONValue(parsing: answer.body)["data"]
            let file = site.stack.storage + "/" + (try #require(data["filename"].text))
            try Program.succeed("gzip", ["-t", file])
            let text = try Program.succeed("gzip", ["-dc", file]).text
            try site.stack.sql("DROP DATABASE IF EXISTS restored; CREATE DATABASE restored")
            try site.stack.sql(text, in: "restored")
            #expect(try counts(of: tables, in: "restored") == before)
            #expect(try site.stack.sql("SELECT name FROM restored.users WHERE id = 2")[0].hasPrefix("أحمد"))
        }

        @Test func `the row, the file and its manifest agree`() throws {
            let answer = try site.call("POST")

            let data = try JSONValue(parsing: answer.body)["data"]
            let name = try #require(data["filename"].text)
            let size = try Files.bytes(at: "\(site.stack.storage)/\(name)").count
            #expect(data["size_bytes"].integer == Int64(size))
            #expect(data["path"].text == "backups/\(name)")
            let row = "SELECT filename, disk, path, size_bytes, created_by, created_at = updated_at"
            #expect(
                try site.stack.sql("\(row) FROM database_backups ORDER BY id DESC LIMIT 1") == [
                    "\(name)\tlocal\tbackups/\(name)\t\(size)\t1\t1"
                ])
            let manifest = try Files.text(at: "\(site.stack.storage)/.manifests/\(name).json")
            let sum = try Program.succeed("sha256sum", ["\(site.stack.storage)/\(name)"]).text.prefix(64)
            #expect(manifest.contains(sum))
            #expect(try Program.succeed("stat", ["-c", "%a", "\(site.stack.storage)/\(name)"]).text == "640\n")
        }

        @Test func `the ten newest stay, and the new one is among them`() throws {
            for number in 1...12 {
                // Rows from the future are newer than what is made now; it stays all the same.
                let id = try site.lay([], as: "future_\(number).gz")
                try site.stack.sql("UPDATE database_backups SET created_at = '2037-01-\(number)' WHERE id = \(id)")
            }

            let answer = try site.call("POST")

            let new = try #require(try JSONValue(parsing: answer.body)["data"]["filename"].text)
            let kept = try site.stack.sql("SELECT filename FROM database_backups ORDER BY created_at DESC, id DESC")
            #expect(kept.count == 10)
            #expect(kept.first == "future_12.gz")
            #expect(kept.last == new)
            #expect(try site.files().sorted() == kept.sorted())
        }

        @Test func `while one is made a second is refused and everything else answered`() throws {
            try site.gate.close()
            let first = try site.begin("POST")
            try site.gate.waitForDump()

            let second = try site.call("POST")
            let list = try site.call("GET")

            #expect(second.status == 409)
            #expect(second["Retry-After"].flatMap { Int($0) } != nil)
            let refusal = try JSONValue(parsing: second.body)
            #expect(refusal["message"].text == "A backup is already running.")
            #expect(refusal["running"]["by"]["id"].integer == 1)
            #expect(list.status == 200)
            #expect(try JSONValue(parsing: list.body)["data"].items.count == 5, "a backup in progress is no backup")
            try site.gate.open()
            #expect(try first.answer().status == 201)
            #expect(try site.call("POST").status == 201)
        }

        @Test func `two at once make one backup`() throws {
            let first = try site.begin("POST")
            let second = try site.begin("POST")

            let statuses = [try first.answer().status, try second.answer().status]

            // The second may come when the first is done.
            #expect(statuses.contains(201))
            #expect(Set(statuses).isSubset(of: [201, 409]))
            #expect(try site.ids().count == 5 + statuses.filter { $0 == 201 }.count)
        }

        @Test func `two workers make one backup at a time`() throws {
            try site.gate.close()
            let first = try site.begin("POST")
            try site.gate.waitForDump()
            // Not before: for a moment its start holds the right to dump, to put things in order.
            let other = try OwnWorker("other", of: site)

            let refused = try site.call("POST", through: other.web)

            #expect(refused.status == 409)
            #expect(refused["Retry-After"] != nil)
            #expect(try site.call("GET", through: other.web).status == 200)
            try site.gate.open()
            #expect(try first.answer().status == 201)
            #expect(try site.call("POST", through: other.web).status == 201)
            #expect(try other.service.stop() == .exited(0))
        }

        @Test func `the name of a deleted backup is not used again`() throws {
            let names = try (1...3).map { _ in
                let data = try JSONValue(parsing: try site.call("POST").body)["data"]
                _ = try site.call("DELETE", "/\(try #require(data["id"].integer))")
                return try #require(data["filename"].text)
            }

            #expect(Set(names).count == 3)
        }

        @Test func `the name of a backup whose file is lost is not used again`() throws {
            let names = try (1...3).map { _ in
                let data = try JSONValue(parsing: try site.call("POST").body)["data"]
                try FileManager.default.removeItem(atPath: site.stack.storage)
                return try #require(data["filename"].text)
            }

            #expect(Set(names).count == 3)
        }

        private func counts(of tables: [String], in database: String) throws -> [String] {
            try site.stack.sql(tables.map { "SELECT '\($0)', COUNT(*) FROM \(database).\($0);" }.joined())
        }
    }
}
