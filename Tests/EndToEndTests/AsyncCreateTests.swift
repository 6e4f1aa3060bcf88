import FoundationEssentials
import Glibc
import TestSupport
import Testing

extension EndToEnd {
    /// Creates that nobody waits for, and what is told of them.
    @Suite struct AsyncCreateTests {
        private static let async = [("Prefer", "respond-async")]
        private let site: Site

        init() throws { site = try Site.restored() }

        private func status(through web: WebClient? = nil) throws -> JSONValue {
            let answer = try site.call("GET", "/status", through: web)
            #expect(answer.status == 200)
            return try JSONValue(parsing: answer.body)["data"]
        }

        private func waitForEnd(through web: WebClient? = nil) throws -> JSONValue {
            try eventually("the backup is done") { try status(through: web)["running"] == .null }
            return try status(through: web)["last"]
        }

        @Test func `a backup is begun, followed and found`() throws {
            try site.gate.close()

            let answer = try site.call("POST", "", Self.async)

            #expect(answer.status == 202)
            #expect(answer["Location"] == "/api/core/backups/status")
            #expect(answer["Preference-Applied"] == "respond-async")
            try site.gate.waitForDump()
            let running = try status()["running"]
            #expect(running["started_at"] == (try JSONValue(parsing: answer.body)["data"]["started_at"]))
            #expect(running["request_id"] == (try JSONValue(parsing: answer.body)["data"]["request_id"]))
            #expect(running["by"]["id"].integer == 1)
            #expect(running["phase"].text == "dumping")
            #expect(running["percent"].integer == 0)

            let second = try site.call("POST", "", Self.async)
            #expect(second.status == 409)
            #expect(try JSONValue(parsing: second.body)["running"]["started_at"] == running["started_at"])

            try site.gate.open()
            let last = try waitForEnd()
            #expect(last["status"].text == "succeeded")
            #expect(last["started_at"] == running["started_at"])
            #expect(last["request_id"] == running["request_id"])
            #expect(last["request_id"].text != nil)
            #expect(last["data"] == (try JSONValue(parsing: try site.call("GET").body)["data"].items[0]))
            #expect(try status()["newest_proved"]["id"] == last["data"]["id"])
            #expect(try status()["room"]["free_bytes"].integer ?? 0 > 0)
        }

        @Test func `another worker knows who makes one, and how it ended`() throws {
            let other = try OwnWorker("beside", of: site)
            try eventually("the other one has put things in order") { try other.log.contains("listening") }
            try site.gate.close()
            #expect(try site.call("POST", "", Self.async).status == 202)
            try site.gate.waitForDump()

            let running = try status(through: other.web)["running"]

            #expect(running["by"]["id"].integer == 1)
            #expect(running["phase"] == .null)
            try site.gate.open()
            let last = try waitForEnd(through: other.web)
            #expect(last["status"].text == "succeeded")
            #expect(last["data"] == (try JSONValue(parsing: try site.call("GET").body)["data"].items[0]))
            #expect(try other.service.stop() == .exited(0))
        }

        @Test func `a failure is told without its cause, also by another worker`() throws {
            let other = try OwnWorker("told", of: site)
            let words = "mysqldump: Got error: 1142: SELECT denied on /secret/path\n"

            let here = try site.gate.failing(with: words) { () throws -> JSONValue in
                _ = try site.call("POST", "", Self.async)
                return try waitForEnd()
            }

            #expect(here["status"].text == "failed")
            let last = try status(through: other.web)["last"]
            #expect(last["status"].text == "failed")
            #expect(last["message"].text == "The database could not be dumped.")
            #expect(try site.stack.log(of: "backupd").contains("1142: SELECT denied on /secret/path"))
            #expect(try other.service.stop() == .exited(0))
        }

        @Test func `a worker that is asked to stop finishes it first`() throws {
            let worker = try OwnWorker("finishing", of: site)
            try site.gate.close()
            #expect(try site.call("POST", "", Self.async, through: worker.web).status == 202)
            try site.gate.waitForDump()

            worker.service.signal(SIGTERM)
            try eventually("nobody else is let in") { try site.call("GET", through: worker.web).status == 503 }

            #expect(!worker.service.hasEnded)
            try site.gate.open()
            #expect(try worker.service.end() == .exited(0))
            #expect(try site.ids().count == 6)
            #expect(try status()["last"]["status"].text == "succeeded")
        }

        @Test func `a worker that is asked twice gives it up, and says so`() throws {
            let worker = try OwnWorker("giving-it-up", of: site)
            try site.gate.close()
            #expect(try site.call("POST", "", Self.async, through: worker.web).status == 202)
            try site.gate.waitForDump()

            worker.service.signal(SIGTERM)
            try eventually("nobody else is let in") { try site.call("GET", through: worker.web).status == 503 }
            worker.service.signal(SIGTERM)

            #expect(try worker.service.end() == .exited(0))
            #expect(try site.ids().count == 5)
            #expect(try site.parts().isEmpty)
            let message = "The backup was given up because the service was stopped."
            #expect(try status()["last"]["message"].text == message)
        }

        @Test func `one whose worker was killed does not run for ever`() throws {
            let worker = try OwnWorker("killed", of: site)
            try site.gate.close()
            #expect(try site.call("POST", "", Self.async, through: worker.web).status == 202)
            let dump = try site.gate.waitForDump()

            worker.service.signal(SIGKILL)
            kill(dump, SIGKILL)

            let last = try waitForEnd()
            #expect(last["status"].text == "failed")
            #expect(last["message"].text == "The backup was interrupted before it was done.")
        }
    }
}
