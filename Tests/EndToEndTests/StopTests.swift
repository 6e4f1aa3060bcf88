import Glibc
import TestSupport
import Testing

extension EndToEnd {
    /// SIGTERM, above all while a backup is being made.
    @Suite struct StopTests {
        private let site: Site

        init() throws { site = try Site.restored() }

        @Test func `a worker that is asked to stop answers it first`() throws {
            let worker = try OwnWorker("stopping", of: site)
            try site.gate.close()
            let create = try site.begin("POST", through: worker.web)
            try site.gate.waitForDump()

            worker.service.signal(SIGTERM)
            try eventually("nobody else is let in") { try site.call("GET", through: worker.web).status == 503 }

            #expect(!worker.service.hasEnded)
            try site.gate.open()
            #expect(try create.answer().status == 201)
            #expect(try worker.service.end() == .exited(0))
            #expect(try site.ids().count == 6)
            #expect(try site.files().count == 5)
        }

        @Test func `a worker that is asked twice gives it up cleanly`() throws {
            let worker = try OwnWorker("giving-up", of: site)
            let (ids, files) = (try site.ids(), try site.files())
            try site.gate.close()
            let create = try site.begin("POST", through: worker.web)
            let dump = try site.gate.waitForDump()

            worker.service.signal(SIGTERM)
            try eventually("nobody else is let in") { try site.call("GET", through: worker.web).status == 503 }
            worker.service.signal(SIGTERM)

            let answer = try create.answer()
            #expect(answer.status == 503)
            #expect(answer["Retry-After"] != nil)
            #expect(answer.text == #"{"message":"Service Unavailable"}"#)
            #expect(try worker.service.end() == .exited(0))
            #expect(kill(dump, 0) == -1 && errno == ESRCH, "the dump program is gone")
            #expect(try site.ids() == ids)
            #expect(try site.files() == files)
            #expect(try site.parts().isEmpty)
            #expect(try manifests().isEmpty)
        }

        @Test func `who waits for a worker that stops is turned away at once`() throws {
            // The only thread is busy with the backup, so the next request stays at the door.
            let worker = try OwnWorker("single", of: site, settings: ["BACKUP_THREADS": "1"])
            try site.gate.close()
            let create = try site.begin("POST", through: worker.web)
            try site.gate.waitForDump()
            let waiting = try site.begin("GET", through: worker.web)

            worker.service.signal(SIGTERM)
            try eventually("it is answered while the backup is still being made") { waiting.hasBegun }

            let answer = try waiting.answer()
            #expect(answer.status == 503)
            #expect(answer["Retry-After"] != nil)
            try site.gate.open()
            #expect(try create.answer().status == 201)
            #expect(try worker.service.end() == .exited(0))
        }

        @Test func `a silent connection does not outlive the stop`() throws {
            let worker = try OwnWorker("silent", of: site)
            let silent = try LocalConnection(to: worker.socket)
            try site.gate.close()
            let create = try site.begin("POST", through: worker.web)
            try site.gate.waitForDump()

            worker.service.signal(SIGTERM)
            try eventually("the connection is closed while the backup is still being made") { silent.hasEnded }

            try site.gate.open()
            #expect(try create.answer().status == 201)
            #expect(try worker.service.end() == .exited(0))
        }

        @Test(arguments: [SIGTERM, SIGKILL])
        func `connections kept to a worker that is gone hold nobody up`(signal: Int32) throws {
            let first = try OwnWorker("kept-\(signal)", of: site)
            for _ in 1...20 { #expect(try site.call("GET", through: first.web).status == 200) }
            #expect(try first.connections() > 0, "nginx keeps some")

            first.service.signal(signal)
            _ = try first.service.end()
            let second = try OwnWorker("kept-\(signal)", of: site)

            for _ in 1...20 { #expect(try site.call("GET", through: first.web).status == 200) }
            #expect(try second.service.stop() == .exited(0))
        }

        private func manifests() throws -> [String] {
            try Program.succeed("ls", ["\(site.stack.storage)/.manifests"]).text.split(separator: "\n").map(String.init)
                .filter { $0 != "names" && $0 != "last" }
        }
    }
}
