import TestSupport
import Testing

extension EndToEnd {
    /// The requests of curl, byte for byte as version 7.88 sends them, one after the other over one connection.
    @Suite struct CurlTests {
        private let site: Site

        init() throws { site = try Site.restored() }

        /// `{host}` and `{token}` are filled in.
        private func request(_ lines: [String], body: String = "") throws -> [UInt8] {
            let text = (lines + ["", ""]).joined(separator: "\r\n") + body
            let filled = text.replacing("{host}", with: site.stack.web.address)
            return Array(filled.replacing("{token}", with: site.stack.token).utf8)
        }

        private static let common = ["User-Agent: curl/7.88.1", "Accept: */*", "Authorization: Bearer {token}"]

        @Test func `a day of a script`() throws {
            let connection = try site.stack.web.kept()
            let call = { (start: String, rest: [String], body: String) in
                let lines = ["\(start) HTTP/1.1", "Host: {host}"] + rest
                return try connection.call(try request(lines, body: body), isHead: start.hasPrefix("HEAD"))
            }
            let list = "/api/core/backups"

            let created = try call("POST \(list)", Self.common, "")
            let id = try #require(try JSONValue(parsing: created.body)["data"]["id"].integer)
            let file = "\(list)/\(id)/download"
            let whole = try call("GET \(file)", Self.common, "")
            let head = try call("HEAD \(file)", Self.common, "")
            let rest = try call("GET \(file)", ["Range: bytes=1000-"] + Self.common, "")
            let over = try call("GET \(file)", ["Range: bytes=\(whole.body.count)-"] + Self.common, "")
            let page = try call("GET \(list)?per_page=1", Self.common, "")
            let deleted = try call("DELETE \(list)/\(id)", Self.common, "")

            #expect(created.status == 201)
            #expect(whole.status == 200 && whole.body.starts(with: [0x1F, 0x8B]))
            #expect(head["Content-Length"] == "\(whole.body.count)")
            #expect(rest.status == 206 && rest.body == Array(whole.body.dropFirst(1000)))
            #expect(over.status == 416 && over["Content-Range"] == "bytes */\(whole.body.count)")
            #expect(try JSONValue(parsing: page.body)["data"].items.count == 1)
            #expect(deleted.text == #"{"message":"Backup deleted successfully"}"#)
        }

        @Test(arguments: [
            """
            Accept: */*
            {authorization}
            Content-Length: 0
            Content-Type: application/x-www-form-urlencoded

            """,
            """
            Accept: */*
            {authorization}
            Content-Length: 3
            Content-Type: application/x-www-form-urlencoded

            a=b
            """,
            """
            {authorization}
            Content-Type: application/json
            Accept: application/json
            Content-Length: 2

            {}
            """,
            """
            Accept: */*
            Connection: Upgrade, HTTP2-Settings
            Upgrade: h2c
            HTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA
            {authorization}

            """,
        ])
        func `create takes --data, --json and --http2`(rest: String) throws {
            let start = ["POST /api/core/backups HTTP/1.1", "Host: {host}", "User-Agent: curl/7.88.1"]
            let parts = rest.replacing("{authorization}", with: Self.common[2]).parts(separatedBy: "\n\n")
            let lines = start + parts[0].parts(separatedBy: "\n").filter { !$0.isEmpty }

            let answer = try site.stack.web.kept().call(try request(lines, body: parts.count > 1 ? parts[1] : ""))

            #expect(answer.status == 201)
        }

        @Test func `--compressed gets the file as it is`() throws {
            var lines = ["GET /api/core/backups/1/download HTTP/1.1", "Host: {host}"] + Self.common
            lines.insert("Accept-Encoding: deflate, gzip, br, zstd", at: 4)

            let file = try site.stack.web.kept().call(try request(lines))

            #expect(file.status == 200)
            #expect(file["Content-Encoding"] == nil)
            #expect(file["Content-Length"] == "\(file.body.count)")
        }
    }
}
