import TestSupport
import Testing

extension EndToEnd {
    /// The header `Idempotency-Key`.
    @Suite struct IdempotencyTests {
        private let site: Site
        private let key = [("Idempotency-Key", "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"")]

        init() throws { site = try Site.restored() }

        @Test func `the same key is answered with the same backup, also by a worker that was started anew`() throws {
            let first = try OwnWorker("first", of: site)
            let answer = try site.call("POST", "", key, through: first.web)
            #expect(answer.status == 201)
            #expect(try first.service.stop() == .exited(0))

            let second = try OwnWorker("first", of: site)
            let again = try site.call("POST", "", key, through: second.web)

            #expect(again.status == 201)
            #expect(again.text == answer.text)
            #expect(try site.ids().count == 6)
            #expect(try second.service.stop() == .exited(0))
        }

        @Test func `while it runs the same key is refused`() throws {
            try site.gate.close()
            let first = try site.begin("POST", "", key)
            try site.gate.waitForDump()

            let second = try site.call("POST", "", key)

            #expect(second.status == 409)
            #expect(second["Retry-After"] != nil)
            try site.gate.open()
            #expect(try first.answer().text == (try site.call("POST", "", key).text))
        }

        @Test func `a create that failed does not use the key up`() throws {
            let failed = try site.gate.failing(with: "mysqldump: no\n") { try site.call("POST", "", key) }
            #expect(failed.status == 500)

            #expect(try site.call("POST", "", key).status == 201)
            #expect(try site.ids().count == 6)
        }

        @Test func `a key that was deleted with its backup brings a new one`() throws {
            let first = try JSONValue(parsing: try site.call("POST", "", key).body)["data"]
            #expect(try site.call("DELETE", "/\(try #require(first["id"].integer))").status == 200)

            let second = try JSONValue(parsing: try site.call("POST", "", key).body)["data"]

            #expect(second["id"] != first["id"])
            #expect(second["filename"] != first["filename"])
        }

        @Test(arguments: ["", "\"\"", "\"a", String(repeating: "k", count: 256), "ключ"])
        func `what is no key is refused`(value: String) throws {
            let answer = try site.call("POST", "", [("Idempotency-Key", value)])

            #expect(answer.status == 422)
            #expect(try JSONValue(parsing: answer.body)["errors"]["Idempotency-Key"].items.count == 1)
            #expect(try site.ids().count == 5)
        }
    }
}
