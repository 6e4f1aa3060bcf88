import TestSupport
import Testing

extension EndToEnd {
    /// What an administrator finds in the worker's log with one request id in hand.
    @Suite struct LogTests {
        private let site: Site

        init() throws { site = try Site.restored() }

        /// The lines with this request's id, without level and id; the last of them tells of the request as a whole.
        private func lines(of request: String) throws -> [String] {
            let all = try site.stack.log(of: "backupd").split(separator: "\n").map(String.init)
            return all.compactMap { line in
                let parts = line.parts(separatedBy: " request=\(request) message=")
                return parts.count == 2 ? parts[1] : nil
            }
        }

        /// The id of the one request since then that the log says this of.
        private func request(saying words: String, after earlier: String) throws -> String {
            let new = try site.stack.log(of: "backupd").dropFirst(earlier.count)
            let line = try #require(new.split(separator: "\n").last { $0.contains(words) }, "no line says \(words)")
            return try #require(line.split(separator: " ").first { $0.hasPrefix("request=") }).dropFirst(8).description
        }

        @Test func `a person reads one backup's whole life from one request id`() throws {
            let old = try #require(try site.ids().first)
            for number in 1...6 { _ = try site.lay([], as: "later_\(number).gz") }
            let earlier = try site.stack.log(of: "backupd")

            let answer = try site.call("POST")

            let data = try JSONValue(parsing: answer.body)["data"]
            let (id, file) = (try #require(data["id"].integer), try #require(data["filename"].text))
            let size = try #require(data["size_bytes"].integer)
            let sum = try Program.succeed("sha256sum", ["\(site.stack.storage)/\(file)"]).text.prefix(64)
            let request = try request(saying: "\"backup created\" id=\(id) ", after: earlier)
            #expect(request.utf8.count == 32, "it is nginx's")
            let lines = try lines(of: request)
            let steps = [
                "\"backup started\" file=\(file) user=1", "\"dump ended\" sql_bytes=", "\"dump proved\" tables=",
                "\"file kept\" file=\(file) bytes=\(size) sha256=\(sum)",
                "\"backup created\" id=\(id) file=\(file) bytes=\(size) sql_bytes=", "\"backup pruned\" id=",
                "\"request granted\" audit=create method=POST path=api/core/backups client=127.0.0.1 user=1 token=1 "
                    + "status=201 backup=\(id)",
            ]
            var rest = lines[...]
            for step in steps {
                let index = try #require(rest.firstIndex { $0.hasPrefix(step) }, "\(step) in \(lines)")
                rest = rest[(index + 1)...]
            }
            #expect(rest.isEmpty, "the last line tells of the whole")
            #expect(lines.contains { $0.hasPrefix("\"backup pruned\" id=\(old) ") })
            let dump = try #require(lines.first { $0.hasPrefix("\"dump ended\"") })
            #expect(dump.contains(" seconds=") && dump.contains(" level="))
        }

        @Test func `a download and a deletion name the same backup, and who it was`() throws {
            let id = try #require(try site.ids().last)
            let earlier = try site.stack.log(of: "backupd")

            #expect(try site.call("GET", "/\(id)/download").status == 200)
            #expect(try site.call("DELETE", "/\(id)").status == 200)

            let who = "client=127.0.0.1 user=1 token=1 status=200 backup=\(id)"
            let download = try lines(of: request(saying: "audit=download", after: earlier))
            let path = "api/core/backups/\(id)"
            #expect(download == ["\"request granted\" audit=download method=GET path=\(path)/download \(who)"])
            let deletion = try lines(of: request(saying: "audit=delete", after: earlier))
            #expect(deletion.count == 2)
            #expect(deletion.first?.hasPrefix("\"backup deleted\" id=\(id) ") == true)
            #expect(deletion.last == "\"request granted\" audit=delete method=DELETE path=\(path) \(who)")
        }

        @Test func `a backup that failed tells how far it came, and the dump program's own words`() throws {
            let earlier = try site.stack.log(of: "backupd")

            let answer = try site.gate.failing(with: "mysqldump: the words\n") { try site.call("POST") }

            #expect(answer.status == 500)
            let lines = try lines(of: request(saying: "audit=create", after: earlier))
            #expect(lines.contains { $0.hasPrefix("\"backup started\" file=") })
            #expect(lines.last?.hasPrefix("\"request failed\" audit=create ") == true)
            #expect(lines.last?.contains(" user=1 token=1 status=500 error=") == true)
            #expect(lines.last?.contains("the words") == true)
            #expect(!lines.contains { $0.contains("file kept") || $0.contains("backup created") })
        }

        @Test func `what backupctl makes has a life under an id of its own`() throws {
            let tool = try OperatorTool(of: site)

            let made = try [tool.run("create"), tool.run("create")]

            let ids = try made.map { made in
                let lines = made.errors.split(separator: "\n").filter { $0.contains("level=") }
                let created = #/ request=([0-9a-f]{32}) message="backup created"/#
                let id = try #require(made.errors.firstMatch(of: created)).1
                #expect(lines.count >= 5)
                #expect(lines.allSatisfy { $0.contains(" request=\(id) message=") }, "\(made.errors)")
                return id
            }
            #expect(ids[0] != ids[1])
        }
    }
}
