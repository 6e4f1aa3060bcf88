import TestSupport
import Testing

extension EndToEnd {
    /// What a worker says when it starts, before anybody asks for a backup.
    @Suite struct StartTests {
        private let site: Site

        init() throws { site = try Site.restored() }

        @Test func `a worker whose account may not see everything says which right is missing, and serves`() throws {
            site.disturb()
            try site.stack.sql(
                """
                CREATE USER 'half'@'localhost' IDENTIFIED BY 'half'; CREATE USER 'half'@'127.0.0.1' IDENTIFIED BY 'half';
                """)
            for host in ["localhost", "127.0.0.1"] {
                let rights = "SELECT, INSERT, UPDATE, DELETE, SHOW VIEW, TRIGGER, EXECUTE"
                try site.stack.sql("GRANT \(rights) ON `\(site.stack.database)`.* TO 'half'@'\(host)'")
            }
            let worker = try OwnWorker("half", of: site, settings: ["DB_USERNAME": "half", "DB_PASSWORD": "half"])

            try eventually("the worker warns") {
                let text = try worker.log
                return text.contains("level=warning message=\"a backup made now would fail\"")
                    && text.contains("the account 'half' may not see everything in '\(site.stack.database)'")
                    && text.contains("\\nhint: grant it on the whole database: EVENT")
            }
            #expect(try site.call("GET", through: worker.web).status == 200)

            #expect(try worker.service.stop() == .exited(0))
            try site.stack.sql("DROP USER 'half'@'localhost', 'half'@'127.0.0.1'")
        }

        @Test func `a worker whose account may see everything has nothing to say`() throws {
            let worker = try OwnWorker("whole", of: site)

            #expect(try worker.service.stop() == .exited(0))
            #expect(try !worker.log.contains("would fail"))
        }
    }
}
