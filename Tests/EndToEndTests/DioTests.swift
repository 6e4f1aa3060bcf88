import TestSupport
import Testing

extension EndToEnd {
    /// The requests of the dio apps, byte for byte, and what dio makes of the answers.
    @Suite struct DioTests {
        private let site: Site

        init() throws { site = try Site.restored() }

        private func dio(_ name: String = "owner", order: Int = 0, through web: WebClient? = nil) throws -> Dio {
            try Dio(web ?? site.stack.web, [try site.authorization(name)], order: order)
        }

        @Test func `headers are understood in whatever order they come`() throws {
            let wanted = try dio().send("GET").data

            for order in 1...20 {
                let dio = try dio(order: order)
                #expect(try dio.send("GET").data == wanted)
                #expect(try dio.refusal("DELETE", "/0")?.response.status == 404)
                #expect(try dio.refusal("POST", "/status")?.response.status == 405)
                #expect(try dio.send("GET").data == wanted)
            }
        }

        @Test(arguments: [nil, "{}", #"{"name":"x"}"#, "[]"])
        func `create takes any body or none, and DELETE has none`(body: String?) throws {
            let dio = try dio()

            let created = try dio.send(DioCall("POST", "", body: body))

            #expect(created.status == 201)
            let id = try #require(try created.data["data"]["id"].integer)
            #expect(try dio.send("DELETE", "/\(id)").data["message"].text == "Backup deleted successfully")
            #expect(try dio.refusal("DELETE", "/\(id)")?.response.status == 404)
        }

        @Test func `what is refused comes as an exception with the message of the API`() throws {
            try site.gate.close()
            let running = try site.begin("POST")
            try site.gate.waitForDump()
            let owner = try dio()

            let busy = try #require(try owner.refusal("POST"))
            try site.gate.open()
            _ = try running.answer()

            #expect(busy.response.status == 409)
            #expect(try busy.message == "A backup is already running.")
            #expect(try busy.response.value("retry-after") != nil)
            #expect(try Dio(site.stack.web, []).refusal("GET")?.message == "Unauthenticated.")
            #expect(try dio("cashier").refusal("GET")?.message == "This action is unauthorized.")
            #expect(try owner.refusal("GET", "?per_page=0")?.response.status == 422)
            #expect(try owner.refusal("GET", "/9999/download")?.response.status == 404)
            #expect(try owner.refusal("PUT")?.response.status == 405)
            let broken = try owner.refusal("GET", "", [("Authorization", "Bearer 2|x")])
            #expect(try broken?.message == "Bad Request")
        }

        @Test(arguments: [
            (404, "GET", "/0/download", "accept", "*/*"), (404, "GET", "/1/nothing", "accept", "*/*"),
            (405, "DELETE", "", "accept", "*/*"), (422, "GET", "?per_page=0", "accept", "*/*"),
            (401, "POST", "", "authorization", "Bearer x"), (412, "GET", "/1/download", "if-match", "\"x\""),
            (416, "GET", "/1/download", "range", "bytes=99999-"), (400, "GET", "", "range", "\0"),
        ])
        func `after a refusal the connection is what the answer says`(
            status: Int, method: String, path: String, name: String, value: String
        ) throws {
            let headers = name == "authorization" ? [] : [try site.authorization("owner")]
            let dio = try Dio(site.stack.web, headers)

            #expect(try dio.refusal(method, path, [(name, value)])?.response.status == status)

            // On a connection that the answer has not ended.
            #expect(try dio.refusal("GET", "/0/download")?.response.status == (headers.isEmpty ? 401 : 404))
        }

        @Test func `a site that compresses all it can changes nothing for dart's inflating`() throws {
            let bytes = (0..<50_000).map { UInt8(truncatingIfNeeded: $0 / 100) }
            let id = try site.lay(bytes, as: "backup_2026-02-01_000000.sql.gz")
            let settings = "gzip on; gzip_types *; gzip_min_length 1; gzip_proxied any; gzip_vary on;"
            let vhost = try Vhost("compressing-for-dio", of: site, settings: settings)
            let dio = try dio(through: vhost.web)

            let list = try dio.send("GET", "?per_page=100")
            let file = try dio.send("GET", "/\(id)/download")

            #expect(try list.value("content-encoding") == "gzip")
            #expect(try list.data["meta"]["per_page"].integer == 100)
            #expect(try file.value("content-encoding") == nil)
            #expect(file.stream == bytes)
            #expect(try dio.refusal("GET", "/0/download")?.message != nil)
        }
    }
}
