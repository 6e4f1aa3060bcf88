import TestSupport
import Testing

extension EndToEnd {
    /// Reading of files that are laid by hand, so that their bytes are known.
    @Suite struct DownloadTests {
        private let site: Site
        private let bytes = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 / 256) }
        private let path: String

        init() throws {
            site = try Site.restored()
            path = "/\(try site.lay(bytes, as: "backup_2026-02-01_000000.sql.gz"))/download"
        }

        private func get(_ headers: (String, String)...) throws -> Answer { try site.call("GET", path, headers) }

        @Test func `the bytes on the wire are the bytes on the disk`() throws {
            let answer = try get(("Accept-Encoding", "gzip, br, deflate"))

            #expect(answer.status == 200)
            #expect(answer.body == bytes)
            #expect(answer["Content-Length"] == "100000")
            #expect(answer["Content-Type"] == "application/gzip")
            #expect(answer["Content-Disposition"] == "attachment; filename=backup_2026-02-01_000000.sql.gz")
            #expect(answer["Content-Encoding"] == nil)
            #expect(answer["X-Accel-Redirect"] == nil)
            #expect(answer["X-Content-Type-Options"] == "nosniff")
            #expect(answer["Accept-Ranges"] == "bytes")
        }

        @Test func `HEAD says what GET would bring`() throws {
            let got = try get()

            let answer = try site.call("HEAD", path)

            #expect(answer.status == 200)
            #expect(answer.body.isEmpty)
            let stable = { (answer: Answer) in answer.headers.filter { $0.name != "Date" }.map { "\($0)" } }
            #expect(stable(answer) == stable(got))
        }

        @Test(arguments: [
            ("bytes=0-9", 0..<10), ("bytes=10-19", 10..<20), ("bytes=99990-", 99990..<100_000),
            ("bytes=-10", 99990..<100_000), ("bytes=0-", 0..<100_000), ("bytes=5-999999", 5..<100_000),
            ("bytes=-999999", 0..<100_000),
        ])
        func `a range is answered with that part`(range: String, part: Range<Int>) throws {
            let answer = try get(("Range", range))

            #expect(answer.status == 206)
            #expect(answer.body == Array(bytes[part]))
            #expect(answer["Content-Range"] == "bytes \(part.lowerBound)-\(part.upperBound - 1)/100000")
            #expect(answer["Content-Type"] == "application/gzip")
        }

        @Test(arguments: ["bytes=0-9,20-29", "bytes=0-0,-1"])
        func `several ranges are answered with the whole`(range: String) throws {
            let answer = try get(("Range", range))

            #expect(answer.status == 200)
            #expect(answer.body == bytes)
        }

        @Test(arguments: ["bytes=100000-", "bytes=200000-200001"])
        func `a range behind the end is refused in JSON`(range: String) throws {
            let answer = try get(("Range", range))

            #expect(answer.status == 416)
            #expect(answer["Content-Range"] == "bytes */100000")
            #expect(answer["Content-Type"] == "application/json")
            #expect(try JSONValue(parsing: answer.body)["message"].text != nil)
        }

        @Test func `If-Range continues only the same file`() throws {
            let whole = try get()
            let tag = try #require(whole["ETag"])
            let date = try #require(whole["Last-Modified"])
            let range = ("Range", "bytes=99990-")

            #expect(try get(range, ("If-Range", tag)).status == 206)
            #expect(try get(range, ("If-Range", date)).status == 206)
            #expect(try get(range, ("If-Range", "\"other\"")).body == bytes)
            #expect(try get(range, ("If-Range", "Thu, 01 Jan 2026 00:00:00 GMT")).body == bytes)
        }

        @Test func `a file that the client has is not sent again`() throws {
            let whole = try get()
            let tag = try #require(whole["ETag"])
            let date = try #require(whole["Last-Modified"])

            let byTag = try get(("If-None-Match", tag))
            let byDate = try get(("If-Modified-Since", date))

            #expect(byTag.status == 304 && byTag.body.isEmpty)
            #expect(byDate.status == 304 && byDate.body.isEmpty)
            #expect(try get(("If-None-Match", "\"other\"")).body == bytes)
        }

        @Test func `a condition that fails is refused in JSON`() throws {
            let answer = try get(("If-Match", "\"other\""))

            #expect(answer.status == 412)
            #expect(answer["Content-Type"] == "application/json")
        }

        @Test func `each conditional or partial request needs the token again`() throws {
            let tag = try #require(try get()["ETag"])

            for headers in [[("Range", "bytes=0-9")], [("If-None-Match", tag)], [("If-Range", tag)]] {
                #expect(try site.stack.web.call("GET", "/api/core/backups" + path, headers).status == 401)
            }
        }

        @Test func `a site that compresses everything changes nothing`() throws {
            let site = site
            let vhost = try Vhost(
                "compressing", of: site,
                settings: """
                    gzip on; gzip_types *; gzip_min_length 1; gzip_proxied any; gzip_vary on;
                    charset utf-8; expires 1h; max_ranges 5; add_header X-Site yes always;
                    """)
            let headers = [("Accept-Encoding", "gzip")]
            let stable = { (answer: Answer) in answer.headers.filter { $0.name != "Date" }.map { "\($0)" }.sorted() }

            let plain = try site.call("GET", path, headers)
            let through = try site.call("GET", path, headers, through: vhost.web)

            #expect(through.body == bytes)
            #expect(stable(through) == stable(plain))
            let ranges = headers + [("Range", "bytes=0-9,20-29")]
            #expect(try site.call("GET", path, ranges, through: vhost.web).body == bytes)
        }
    }
}
