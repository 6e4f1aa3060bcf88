import Glibc
import Posix
import TestSupport
import Testing

extension EndToEnd {
    @Suite struct SecretTests {
        @Test func `while the dump runs no process and no log shows password or token`() throws {
            let site = try Site.restored()
            let web = site.stack.web
            // No other process on this machine can know it.
            let token = (1...4).map { _ in String(UInt64.random(in: .min ... .max), radix: 36) }.joined()
            try site.stack.sql("UPDATE personal_access_tokens SET token = SHA2('\(token)', 256) WHERE id = 1")
            let authorization = ("Authorization", "Bearer 1|\(token)")
            // The dump program itself, not the gate, is held up: by a table that somebody has locked.
            try site.stack.sql("CREATE TABLE IF NOT EXISTS zz_locked (id int)")
            let client = ["--no-defaults", "-uroot", "-S", site.stack.socket, site.stack.database]
            let lock = try Service(
                "mariadb", client + ["-e", "LOCK TABLES zz_locked WRITE; SELECT SLEEP(600)"],
                log: site.stack.folder + "/lock.log")
            let locking = try waitForSession("User sleep", at: site)
            let create = try web.begin("POST", "/api/core/backups", [authorization])
            try waitForSession("Waiting for table metadata lock", at: site)

            let secrets = [token, try site.stack.setting("DB_PASSWORD")]
            let careless = try Service(
                "sleep", ["600"], environment: ["X": token], log: site.stack.folder + "/sleep.log")
            try eventually("a careless process is seen") { try exposing(secrets) == ["\(careless.id)"] }
            careless.signal(SIGKILL)
            _ = try careless.end()
            let (exposed, dumps) = try (exposing(secrets), children(of: site.stack.workerID))
            try site.stack.sql("KILL \(locking)")
            _ = try lock.end()

            #expect(dumps.count == 1, "a dump program was there to be looked at")
            #expect(exposed.isEmpty)
            #expect(try create.answer().status == 201)
            for path in ["/1", "/1/download", "?page=1", "/1/download/x"] {
                _ = try web.call("GET", "/api/core/backups\(path)", [authorization])
            }
            _ = try web.call("GET", "/api/core/backups", [("Authorization", "Bearer 1|\(token)x")])
            for part in ["mysqld", "backupd", "nginx", "access"] {
                let log = try site.stack.log(of: part)
                #expect(!secrets.contains { log.contains($0) }, "\(part).log")
            }
            try site.stack.sql("DROP TABLE zz_locked")
        }

        @Test func `a worker leaves no core dump, nor do its children`() throws {
            let site = try Site.shared()

            let limits = try Files.text(at: "/proc/\(try site.stack.workerID)/limits").split(separator: "\n")

            let core = limits.first { $0.hasPrefix("Max core file size") }
            #expect(core?.split(separator: " ").suffix(3).prefix(2) == ["0", "0"])
        }

        /// - Returns: the session's id.
        @discardableResult private func waitForSession(_ state: String, at site: Site) throws -> String {
            let query = "SELECT ID FROM information_schema.PROCESSLIST WHERE STATE = '\(state)'"
            var ids: [String] = []
            try eventually("a session is in state '\(state)'") {
                ids = try site.stack.sql(query)
                return !ids.isEmpty
            }
            return ids[0]
        }

        /// The processes that have one of the secrets where others can see it.
        private func exposing(_ secrets: [String]) throws -> [String] {
            try processes().filter { id in
                let texts = ["cmdline", "environ"].compactMap { try? Files.text(at: "/proc/\(id)/\($0)") }
                return secrets.contains { secret in texts.contains { $0.contains(secret) } }
            }
        }

        private func children(of parent: Int32) throws -> [String] {
            try processes().filter { id in
                (try? Files.text(at: "/proc/\(id)/status"))?.contains("PPid:\t\(parent)\n") ?? false
            }
        }

        private func processes() throws -> [String] {
            try FileDescriptor(folder: "/proc").names().filter { Int32($0) != nil }
        }
    }
}
