import BackupCore
import HTTP
import TestSupport
import Testing

@testable import BackupAPI

@Suite struct IdempotencyKeyTests {
    private let world = APIWorld()

    private func post(_ key: String, _ others: HeaderFields = [:]) -> Response {
        var headers = others
        headers["Idempotency-Key"] = key
        return world.respond("POST", "/api/core/backups", headers: headers)
    }

    @Test func `the same key is answered as the first time, with and without quotes, waited for or not`() {
        let first = post("\"8e03978e-40d5\"")
        #expect(first.status == .created)

        #expect(post("8e03978e-40d5") == first)
        #expect(post(" \"8e03978e-40d5\"\t", ["Prefer": "respond-async"]) == first)

        #expect(world.world.catalog.rows.count == 2)
    }

    @Test func `a key that was accepted is answered with the backup once it is there`() throws {
        #expect(post("a", ["Prefer": "respond-async"]).status == .accepted)

        let response = post("a", ["Prefer": "respond-async"])

        #expect(response.status == .created)
        #expect(try JSONValue(parsing: response.body)["data"]["id"].integer == 2)
    }

    @Test(arguments: [
        ("", "is required"), ("  ", "is required"), ("\"\"", "is required"), ("\" \"", "is required"),
        (String(repeating: "k", count: 256), "must not be greater than 255 characters"),
        ("é", "must be a string of printable ASCII characters"),
        ("a\u{1}", "must be a string of printable ASCII characters"),
        ("\"a", "must be a string of printable ASCII characters"),
        ("\"a\\n\"", "must be a string of printable ASCII characters"),
        ("\"a\", \"b\"", "must be a string of printable ASCII characters"),
    ])
    func `what is no key is refused before anything is done`(key: String, rule: String) throws {
        let response = post(key)

        #expect(response.status == .unprocessableContent)
        let message = "The Idempotency-Key header \(rule)."
        #expect(
            response.text == #"{"message":"\#(message)","errors":{"Idempotency-Key":["\#(message)"]}}"#)
        #expect(world.world.catalog.rows.count == 1)
    }

    @Test(arguments: [String(repeating: "k", count: 255), "0", "a b", "\"a \\\"b\\\\\""])
    func `any other is taken`(key: String) {
        #expect(post(key).status == .created)
        #expect(post(key).status == .created)
        #expect(world.world.catalog.rows.count == 2)
    }

    @Test func `who may not create learns nothing of keys`() {
        let response = world.respond(
            "POST", "/api/core/backups", as: .viewer, headers: ["Idempotency-Key": ""])

        #expect(response.status == .forbidden)
    }
}
