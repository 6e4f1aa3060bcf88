import Glibc
import TestSupport
import Testing

extension EndToEnd {
    /// What probes, Prometheus and the operator's own programs learn.
    @Suite struct WatchTests {
        private let site: Site

        init() throws { site = try Site.restored() }

        @Test func `health and figures answer while every thread waits for a dump`() throws {
            let watched = try WatchedWorker("watched", of: site, settings: ["BACKUP_THREADS": "1"])
            #expect(try watched.health().text == "failing: there is no proved backup\n", "PHP's backups prove nothing")
            #expect(try watched.health().status == 503)
            try site.gate.close()
            let create = try site.begin("POST", through: watched.worker.web)
            try site.gate.waitForDump()

            #expect(try watched.health().status == 503)
            #expect(try watched.figure("backupd_lock_held") == 1)
            #expect(try watched.figure("backupd_requests_in_progress") == 1)
            #expect(try watched.figure("backupd_request_threads") == 1)
            try site.gate.open()
            let answer = try create.answer()
            #expect(answer.status == 201)
            #expect(try watched.health().text == "ok\n")
            #expect(try watched.health().status == 200)
            try eventually("the request is done") { try watched.figure("backupd_requests_in_progress") == 0 }
            let data = try JSONValue(parsing: answer.body)["data"]
            let size = try #require(data["size_bytes"].integer)
            #expect(try watched.figure("backupd_lock_held") == 0)
            #expect(try watched.figure("backupd_backups_created_total") == 1)
            #expect(try watched.figure("backupd_newest_proved_backup_file_bytes") == Double(size))
            #expect(try watched.figure("backupd_last_dump_file_bytes") == Double(size))
            let level = try #require(try watched.figure("backupd_last_dump_gzip_level"))
            // With ISA-L, whose level counts as 0, it begins there.
            #expect(0...9 ~= level)
            let route = #"backupd_requests_total{route="POST /api/core/backups",status="201"}"#
            #expect(try watched.figure(route) == 1)
            #expect(try watched.worker.service.stop() == .exited(0))
        }

        @Test func `a backup that failed is counted by its cause`() throws {
            let watched = try WatchedWorker("counting", of: site)

            _ = try site.gate.failing(with: "no\n") { try site.call("POST", through: watched.worker.web) }
            _ = try watched.worker.web.call("GET", "/api/core/backups")

            #expect(try watched.figure(#"backupd_backup_failures_total{cause="dump"}"#) == 1)
            let refused = #"backupd_requests_total{route="GET /api/core/backups",status="401"}"#
            #expect(try watched.figure(refused) == 1)
        }

        @Test(.enabled(if: PrometheusClient.isInstalled, "needs python3-prometheus-client"))
        func `prometheus_client understands every figure`() throws {
            let watched = try WatchedWorker("parsed", of: site)
            #expect(try site.call("POST", through: watched.worker.web).status == 201)

            let answer = try watched.metrics()

            #expect(answer["Content-Type"] == "application/openmetrics-text; version=1.0.0; charset=utf-8")
            let families = try PrometheusClient.families(of: answer.text)
            #expect(families.contains("backupd_requests counter"))
            #expect(families.contains("backupd_request_duration_seconds histogram"))
            #expect(families.contains("backupd_build info"))
            #expect(families.contains("backupd_newest_proved_backup_timestamp_seconds gauge"))
            #expect(families.count >= 25)
            #expect(throws: Unexpected.self, "half a document is none") {
                try PrometheusClient.families(of: String(answer.text.dropLast(6)))
            }
        }

        @Test func `every figure that an alert looks at is there`() throws {
            let watched = try WatchedWorker("alerted", of: site)
            #expect(try site.call("POST", through: watched.worker.web).status == 201)

            let figures = try watched.metrics().text
            let rules = try Files.text(at: Stack.repository + "/scripts/watch/alerts.yml")
            let asked = Set(rules.matches(of: #/backupd_[a-z_]+/#).map { String($0.output) })

            #expect(asked.count >= 10)
            let missing = asked.filter { name in
                !figures.split(separator: "\n").contains { $0.hasPrefix(name + " ") || $0.hasPrefix(name + "{") }
            }
            #expect(missing.isEmpty)
        }

        @Test(.enabled(if: (try? Program.run("promtool", ["--version"]).status) == .exited(0), "needs promtool"))
        func `promtool finds nothing wrong with the alerts, and each rings when it should`() throws {
            try Program.succeed("promtool", ["check", "rules", Stack.repository + "/scripts/watch/alerts.yml"])
            try Program.succeed("promtool", ["test", "rules", Stack.repository + "/Tests/Data/alerts.yml"])
        }

        @Test func `without a database health is bad and says why, and figures are there`() throws {
            let watched = try WatchedWorker(
                "orphan", of: site, settings: ["DB_SOCKET": site.stack.folder + "/none.sock"])

            #expect(try watched.health().text == "failing: the database cannot be reached\n")
            #expect(try watched.health().status == 503)
            #expect(try watched.metrics().status == 200)
            #expect(try watched.figure("backupd_database_up") == 0)
            #expect(try watched.figure("backupd_healthy") == 0)
        }

        @Test func `nothing of it can be had through the site`() throws {
            let watched = try WatchedWorker("private", of: site)

            for path in ["/healthz", "/metrics", "/api/core/backups/../../../metrics"] {
                let answer = try watched.worker.web.call("GET", path)
                #expect(answer.status == 404, "\(path)")
                #expect(!answer.text.contains("backupd_"))
            }
            #expect(try watched.probe.call("GET", "/api/core/backups").status == 404)
        }
    }
}
