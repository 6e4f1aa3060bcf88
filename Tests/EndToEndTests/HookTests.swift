import Glibc
import Posix
import TestSupport
import Testing

extension EndToEnd {
    /// `BACKUP_HOOK`, as the worker and the operator's tool run it.
    @Suite struct HookTests {
        private let site: Site

        init() throws { site = try Site.restored() }

        @Test func `success and failure are told with the request's id, and nothing that is secret`() throws {
            let heard = site.stack.folder + "/heard"
            let worker = try OwnWorker(
                "told", of: site, settings: ["BACKUP_HOOK": try site.hook("cat >>\(heard); env >>\(heard).env")])

            let made = try site.call("POST", through: worker.web)
            try eventually("it hears of the success") { try worker.log.contains("message=\"the hook ran\"") }
            let failed = try site.gate.failing(with: "the words\n") { try site.call("POST", through: worker.web) }
            try eventually("it hears of the failure") { try worker.log.matches(of: /"the hook ran"/).count == 2 }

            #expect([made.status, failed.status] == [201, 500])
            let told = try Files.text(at: heard).split(separator: "\n").map { try JSONValue(parsing: Array($0.utf8)) }
            #expect(told.count == 2)
            let data = try JSONValue(parsing: made.body)["data"]
            #expect(told[0]["result"].text == "success")
            #expect(told[0]["id"].integer == data["id"].integer)
            #expect(told[0]["file"].text == data["filename"].text)
            #expect(told[1]["result"].text == "failure")
            #expect(told[1]["cause"].text == "dump")
            #expect(told[1]["error"].text?.contains("the words") == true)
            for facts in told {
                let request = try #require(facts["request"].text)
                #expect(try worker.log.contains("request=\(request) message=\"the hook ran\""))
            }
            let everything = try Files.text(at: heard) + Files.text(at: heard + ".env")
            #expect(!everything.contains(try site.stack.setting("DB_PASSWORD")))
            #expect(!everything.contains("DB_"))
        }

        @Test func `one that fails or hangs fails no backup`() throws {
            let worker = try OwnWorker(
                "unheard", of: site,
                settings: ["BACKUP_HOOK": try site.hook("echo oops >&2; exec sleep 600"), "BACKUP_HOOK_TIMEOUT": "1"])

            let answer = try site.call("POST", through: worker.web)

            #expect(answer.status == 201)
            try eventually("it is ended") { try worker.log.contains("message=\"the hook failed\"") }
            let log = try worker.log
            #expect(log.contains("level=warning"))
            #expect(log.contains("reason=\"it was ended after 1 s: oops\""))
        }

        @Test func `no answer waits for it, and a stop does not lose it`() throws {
            let (gate, heard) = (site.stack.folder + "/hook-gate", site.stack.folder + "/heard-late")
            #expect(mkfifo(gate, 0o600) == 0)
            let worker = try OwnWorker(
                "late", of: site,
                settings: [
                    "BACKUP_HOOK": try site.hook("read word <\(gate); cat >\(heard)"), "BACKUP_HOOK_TIMEOUT": "300",
                ])

            let answer = try site.call("POST", through: worker.web)
            worker.service.signal(SIGTERM)
            try eventually("it is stopping") { try worker.log.contains("message=\"stopping once") }

            #expect(answer.status == 201)
            #expect(!worker.service.hasEnded)
            #expect(access(heard, F_OK) != 0, "it has not ended yet")
            try Program.succeed("sh", ["-c", "echo go >\(gate)"])
            #expect(try worker.service.end() == .exited(0))
            #expect(try JSONValue(parsing: Files.bytes(at: heard))["result"].text == "success")
            #expect(try worker.log.contains("message=\"the hook ran\""))
        }

        @Test func `the shipped webhook posts what it is told, as README has it`() throws {
            let port = try Vhost.freePort()
            let shipped = try Files.text(at: Stack.repository + "/scripts/watch/webhook")
            let line = try #require(shipped.split(separator: "\n").last)
            #expect(try Files.text(at: Stack.repository + "/README.md").contains(line))
            let posted = site.stack.folder + "/posted"
            let service = try Service(
                "python3", ["-c", Self.receiver, "\(port)", posted], log: site.stack.folder + "/receiver.log")
            let receiver = WebClient(port: port)
            try eventually("the receiver listens") { (try? receiver.call("GET", "/")) != nil }
            let tool = try OperatorTool(of: site)
            let hook = try site.hook(
                line.replacing("https://hooks.example.com/backups", with: "http://127.0.0.1:\(port)/backups")
                    .description)

            let made = try tool.run("create", settings: ["BACKUP_HOOK": hook])

            #expect(made.status == .exited(0))
            let facts = try JSONValue(parsing: Files.bytes(at: posted))
            let request = try #require(facts["request"].text)
            #expect(made.errors.contains("request=\(request) message=\"the hook ran\""))
            #expect(facts["result"].text == "success")
            #expect(facts["database"].text == site.stack.database)
            service.signal(SIGTERM)
            _ = try service.end()
        }

        /// Keeps the body of a POST in a file.
        private static let receiver = """
            import http.server, sys
            class Receiver(http.server.BaseHTTPRequestHandler):
                def do_GET(self): self.answer()
                def do_POST(self):
                    assert self.headers["Content-Type"] == "application/json"
                    body = self.rfile.read(int(self.headers["Content-Length"]))
                    open(sys.argv[2], "wb").write(body)
                    self.answer()
                def answer(self):
                    self.send_response(204)
                    self.end_headers()
            http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Receiver).serve_forever()
            """
    }
}

extension Site {
    /// Lays a shell script to be named as the hook.
    func hook(_ script: String, named name: String = "hook") throws -> String {
        let program = stack.folder + "/" + name
        try Files.write("#!/bin/sh\n\(script)\n", to: program, mode: 0o700)
        return program
    }
}
