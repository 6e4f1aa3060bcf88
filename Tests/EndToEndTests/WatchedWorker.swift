import Glibc
import TestSupport

/// A worker of a test's own that is watched through the shipped `nginx/watch.conf`.
final class WatchedWorker {
    let worker: OwnWorker
    /// Where a probe and Prometheus ask.
    let probe: WebClient
    private let front: Vhost

    init(_ name: String, of site: Site, settings: [String: String] = [:]) throws {
        let door = "unix:\(site.stack.folder)/\(name)-watch.sock"
        worker = try OwnWorker(
            name, of: site, settings: ["BACKUP_WATCH_LISTEN": door].merging(settings) { _, given in given })
        let port = try Vhost.freePort()
        let shipped = try Files.text(at: Stack.repository + "/nginx/watch.conf").parts(separatedBy: "\n")
        let edited = shipped.map { line in
            if line == "    listen 127.0.0.1:9180;" { return "    listen 127.0.0.1:\(port);" }
            return line.hasPrefix("    set $backupd_watch ") ? "    set $backupd_watch \(door);" : line
        }
        front = try Vhost(name + "-front", of: site, socket: worker.socket, settings: edited.joined(separator: "\n"))
        probe = WebClient(port: port)
    }

    func health() throws -> Answer { try probe.call("GET", "/healthz") }

    func metrics() throws -> Answer { try probe.call("GET", "/metrics") }

    /// The value of one sample, such as `backupd_lock_held`.
    func figure(_ sample: String) throws -> Double? {
        let line = try metrics().text.split(separator: "\n").first { $0.hasPrefix(sample + " ") }
        return line.flatMap { Double($0.dropFirst(sample.count + 1)) }
    }
}

/// Python's `prometheus_client`, whose parser is the judge of the figures' form.
enum PrometheusClient {
    static let isInstalled =
        (try? Program.run("python3", ["-c", "import prometheus_client.openmetrics.parser"]).status) == .exited(0)

    /// Parses a document.
    ///
    /// - Returns: the families' names and kinds, such as `backupd_requests counter`.
    static func families(of document: String) throws -> [String] {
        let script = """
            import sys
            from prometheus_client.openmetrics.parser import text_string_to_metric_families as parse
            for family in parse(sys.stdin.read()):
                assert family.documentation, family.name
                print(family.name, family.type, len(family.samples))
            """
        return try Program.succeed("python3", ["-c", script], input: document).text
            .split(separator: "\n").map { $0.split(separator: " ").dropLast().joined(separator: " ") }
    }
}
