import Glibc
import TestSupport
import Testing

extension EndToEnd {
    /// What becomes of a backup when somebody does not want to wait for it.
    @Suite struct InterruptedCreateTests {
        private let site: Site

        init() throws { site = try Site.restored() }

        @Test func `a client that goes away does not stop it`() throws {
            try site.gate.close()
            try leave(site.begin("POST"))

            try site.gate.open()

            let site = site
            try eventually("the backup is recorded") { try site.ids().count == 6 }
            let file = try site.stack.sql("SELECT filename, size_bytes FROM database_backups ORDER BY id DESC")[0]
                .parts(separatedBy: "\t")
            try Program.succeed("gzip", ["-t", "\(site.stack.storage)/\(file[0])"])
            #expect(try Files.bytes(at: "\(site.stack.storage)/\(file[0])").count == Int(file[1]))
            try waitForIdle()
        }

        /// Waits until the dump runs, then closes the connection.
        private func leave(_: consuming Exchange) throws { try site.gate.waitForDump() }

        /// Waits until nobody holds the right to dump.
        private func waitForIdle() throws {
            let site = site
            let held = "SELECT IS_USED_LOCK('backupd:\(site.stack.database)') IS NULL"
            try eventually("the lock is free") { try site.stack.sql(held) == ["1"] }
        }

        @Test func `a worker that is killed leaves a part file, and the next one sweeps it`() throws {
            let (ids, files) = (try site.ids(), try site.files())
            let killed = try OwnWorker("killed", of: site)
            try site.gate.close()
            let create = try site.begin("POST", through: killed.web)
            try site.gate.waitForDump()

            killed.service.signal(SIGKILL)
            #expect(try killed.service.end() == .killed(signal: SIGKILL))
            #expect(try create.answer().status == 503)
            #expect(try site.parts().count == 1)
            #expect(try site.files() == files)
            try site.gate.open()

            try waitForIdle()
            let next = try OwnWorker("killed", of: site)
            try eventually("the part file is swept") { try site.parts().isEmpty }
            #expect(try site.ids() == ids)
            #expect(try site.files() == files)
            #expect(try site.call("POST", through: next.web).status == 201)
            #expect(try next.service.stop() == .exited(0))
        }

        @Test func `a worker that is killed between file and row finds the file again`() throws {
            let answer = try site.call("POST")
            let name = try #require(try JSONValue(parsing: answer.body)["data"]["filename"].text)
            try site.stack.sql("DELETE FROM database_backups WHERE filename = '\(name)'")

            let next = try OwnWorker("adopting", of: site)

            let rows = "SELECT filename, created_by FROM database_backups WHERE id > 5"
            try eventually("the row is back") { try site.stack.sql(rows) == ["\(name)\t1"] }
            #expect(try next.service.stop() == .exited(0))
        }

        @Test func `a dump that fails leaves nothing but a line in the log`() throws {
            let (ids, files) = (try site.ids(), try site.files())

            let answer = try site.gate.failing(with: "mysqldump: Got error: 1142: SELECT denied on /secret/path\n") {
                try site.call("POST")
            }

            #expect(answer.status == 500)
            #expect(answer.text == #"{"message":"Server Error"}"#)
            #expect(try site.stack.log(of: "backupd").contains("1142: SELECT denied on /secret/path"))
            #expect(try site.ids() == ids)
            #expect(try site.files() == files)
            #expect(try site.parts().isEmpty)
            #expect(try site.call("POST").status == 201)
        }

        @Test func `a dump that is killed is no backup`() throws {
            let (ids, files) = (try site.ids(), try site.files())
            try site.gate.close()
            let create = try site.begin("POST")

            kill(try site.gate.waitForDump(), SIGKILL)

            let answer = try create.answer()
            #expect(answer.status == 500)
            #expect(answer.text == #"{"message":"Server Error"}"#)
            #expect(try site.stack.log(of: "backupd").contains("signal 9"))
            #expect(try site.ids() == ids)
            #expect(try site.files() == files)
            #expect(try site.parts().isEmpty)
        }
    }
}
