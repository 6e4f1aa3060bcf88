import FastCGI
import Posix

/// nginx's configuration, against what the worker expects of it.
struct NginxCheck {
    private(set) var observations: [Observation] = []

    /// Seconds: a POST is answered when the backup is whole.
    private static let (shortest, short) = (600.0, 3600.0)
    private static let apiPath = "/api/core/backups"
    private static let remedy = "include the shipped nginx/backupd.conf in the site's server block, and reload nginx"

    private let configuration: Configuration

    init(of configuration: Configuration, dump: String?, path: String?) {
        self.configuration = configuration
        guard let text = dump ?? ask(path) else { return }
        guard let directives = NginxDump(text)?.directives else {
            observations.append(
                .fail("nginx", "what was given is not what nginx -T prints", hint: "sudo nginx -T >FILE"))
            return
        }
        let locations = NginxLocation.all(in: directives)
        let apis = locations.filter { $0.path == Self.apiPath && $0.holds("fastcgi_pass") }
        let files = locations.filter { $0.path + ($0.path.hasSuffix("/") ? "" : "/") == configuration.accelPrefix }
        guard !apis.isEmpty else {
            observations.append(.fail("nginx", "no location \(Self.apiPath) leads to a worker", hint: Self.remedy))
            return
        }
        for api in apis { lookAt(api: api, in: directives) }
        guard !files.isEmpty else {
            observations.append(
                .fail("nginx files", "there is no location \(configuration.accelPrefix)", hint: Self.remedy))
            return
        }
        for location in files { lookAt(files: location) }
    }

    private mutating func ask(_ path: String?) -> String? {
        let hint = "sudo nginx -T | backupctl doctor --nginx -, or with a FILE from the host that nginx is on"
        guard let nginx = ChildProcess.path(of: "nginx", searching: path) else {
            observations.append(.warn("nginx", "not looked at: there is no nginx here", hint: hint))
            return nil
        }
        do throws(SystemError) {
            let told = try ChildProcess.output(
                of: nginx, ["-T"], environment: ["LC_ALL": "C"], limit: 32 << 20, atMost: .seconds(20))
            if told.status == .exited(0) { return told.text }
            let lines = told.errors.split(separator: "\n")
            let reason = (lines.first { $0.contains("[emerg]") } ?? lines.last).map(String.init) ?? "\(told.status)"
            observations.append(.warn("nginx", "not looked at: nginx -T: \(reason)", hint: hint))
        } catch {
            observations.append(.warn("nginx", "not looked at: \(error)", hint: hint))
        }
        return nil
    }

    /// Where requests for `pass` go: to the server of an upstream that is called so, or to that address.
    private static func address(of pass: String, in directives: [NginxDirective]) -> String {
        let upstream = NginxDirective.all("http", in: directives)
            .flatMap { NginxDirective.all("upstream", in: $0.block ?? []) }
            .first { $0.arguments == [pass] }
        return NginxDirective.all("server", in: upstream?.block ?? []).first?.arguments.first ?? pass
    }

    private mutating func lookAt(api: NginxLocation, in directives: [NginxDirective]) {
        let listen: String =
            switch configuration.listen {
            case .unix(let path, _, _): "unix:\(path)"
            case .loopback(let host, let port): "\(host):\(port)"
            }
        let pass = Self.address(of: api.value(of: "fastcgi_pass")?.first ?? "", in: directives)
        if pass == listen {
            observations.append(.ok("nginx", "passes \(Self.apiPath) to \(pass)"))
        } else {
            observations.append(
                .fail(
                    "nginx", "passes \(Self.apiPath) to \(pass), and the worker listens on \(listen)",
                    hint: """
                        make BACKUP_LISTEN and the address in nginx the same: the upstream in backupd-limit.conf, which belongs \
                        beside the server blocks, or $backupd_listen in backupd.conf where that is an address
                        """))
        }
        let text = api.value(of: "fastcgi_read_timeout")?.first ?? "60s"
        let seconds = Self.seconds(text) ?? 0
        let hint = "fastcgi_read_timeout 24h; in that location, as shipped: a POST is answered when the backup is whole"
        if seconds < Self.shortest {
            observations.append(.fail("nginx timeout", "\(text) for a whole backup", hint: hint))
        } else if seconds < Self.short {
            observations.append(.warn("nginx timeout", "\(text) for a whole backup", hint: hint))
        } else {
            observations.append(.ok("nginx timeout", text))
        }
    }

    /// nginx's times: `90`, `90s`, `1h30m`, `500ms`.
    static func seconds(_ text: String) -> Double? {
        let units: [String: Double] = [
            "ms": 0.001, "s": 1, "": 1, "m": 60, "h": 3600, "d": 86400, "w": 604_800, "M": 2_592_000, "y": 31_536_000,
        ]
        var (sum, rest) = (0.0, text.filter { $0 != " " }[...])
        guard !rest.isEmpty else { return nil }
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isNumber }
            let unit = rest.dropFirst(digits.count).prefix { !$0.isNumber }
            guard let number = Double(digits), let factor = units[String(unit)] else { return nil }
            sum += number * factor
            rest = rest.dropFirst(digits.count + unit.count)
        }
        return sum
    }

    private mutating func lookAt(files: NginxLocation) {
        if files.holds("internal") {
            observations.append(.ok("nginx files", "\(files.path) is internal"))
        } else {
            observations.append(
                .fail(
                    "nginx files",
                    "\(files.path) is not internal: whoever guesses a name has the backup, without a token",
                    hint: "internal; in that location, as shipped"))
        }
        let folder = "\(configuration.storageRoot)/backups/"
        let alias = files.value(of: "alias")?.first ?? ""
        if !alias.hasSuffix("/") || !files.path.hasSuffix("/") {
            observations.append(
                .fail(
                    "nginx alias",
                    "\(files.path) leads to '\(alias)': without slashes at both ends names climb out of it",
                    hint: "end location and alias in a slash, as shipped"))
        } else if alias == folder || StorageCheck.real(alias).map({ $0 == StorageCheck.real(folder) }) == true {
            observations.append(.ok("nginx alias", alias))
        } else {
            observations.append(
                .fail(
                    "nginx alias", "'\(alias)', and the backups are in '\(folder)'",
                    hint: "make $backupd_storage in backupd.conf and BACKUP_STORAGE the same"))
        }
        let types = files.value(of: "gzip_types") ?? ["text/html"]
        if files.value(of: "gzip")?.first == "on", types.contains("*") || types.contains("application/gzip") {
            observations.append(
                .fail(
                    "nginx gzip", "compresses backups again: no length, no ranges, no resuming",
                    hint: "gzip off; in the location \(files.path), as shipped"))
        }
        if files.value(of: "max_ranges")?.first == "0" {
            observations.append(
                .fail("nginx ranges", "max_ranges 0: no download can be resumed", hint: "max_ranges 1; as shipped"))
        }
    }
}
