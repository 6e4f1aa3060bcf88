package import FastCGI
import Glibc
package import Gzip
package import MySQL
package import Posix

/// Where things are and how much of everything, from the environment and Laravel's own `.env`.
///
/// Laravel's settings keep their names; ours begin with `BACKUP_`. The table in README.md lists them all.
package struct Configuration: Sendable {
    package var server: DatabaseServer
    /// The same server, with the account that restores.
    package var restoreServer: DatabaseServer
    package var localTime: LocalTime
    package var dumpClient: DumpClient
    /// Nil where there is none: only a restore needs it.
    package var restoreClient: RestoreClient?
    package var listen: ListenAddress
    package var storageRoot: String
    package var accelPrefix: String
    package var keepLast: Int
    package var roomMargin: Int
    package var threads: Int
    package var gzipLevel: GzipLevel
    package var gzipThreads: Int
    package var stallTimeout: Duration
    package var userModel: String
    package var guardName: String
    package var tokenLifetime: Duration?
    package var teamColumn: String?
    package var watch: WatchSettings
    package var plannedCrash: PlannedCrash?
    /// What has no effect, though it looks as if it should.
    package var unknownSettings: [UnknownSetting]
    /// Without a slash at its end; nil where no setting tells it.
    package var siteURL: String?
    /// A token of a user who may download, for the doctor alone.
    package var doctorToken: String?
    package var maximumAge: Duration

    /// What is read where nothing else is named, if it is there.
    package static let standardFile = "/etc/backupd/backupd.conf"

    /// Reads the settings; `envFile` is a Laravel `.env`, whose folder is then taken for the app's, or names one by
    /// `BACKUP_ENV_FILE`.
    ///
    /// - Throws: ``ConfigurationError`` with every problem found, not just the first.
    package init(
        environment: [String: String], envFile: String?, standardFile: String? = nil
    ) throws(ConfigurationError) {
        var settings = try Settings(environment, envFile: envFile, standardFile: standardFile)
        server = Self.server(&settings)
        restoreServer = Self.restoreServer(&settings, like: server)
        let localTime = Self.localTime(&settings)
        let dumpClient = Self.dumpClient(&settings, path: environment["PATH"])
        restoreClient = Self.restoreClient(&settings, beside: dumpClient, path: environment["PATH"])
        let listen = Self.listen(&settings)
        storageRoot = Self.storageRoot(&settings)
        accelPrefix = settings["BACKUP_ACCEL_PREFIX"] ?? "/_backups/"
        if !accelPrefix.hasPrefix("/") || !accelPrefix.hasSuffix("/") {
            settings.report(
                "BACKUP_ACCEL_PREFIX", "'\(accelPrefix)' does not begin and end with a slash",
                hint: "it is the internal location in nginx/backupd.conf, by default /_backups/")
        }
        keepLast = settings.integer("BACKUP_KEEP", in: 1...100_000, default: 10)
        roomMargin = settings.integer("BACKUP_ROOM_MARGIN", in: 0...1000, default: 20)
        threads = settings.integer(
            "BACKUP_THREADS", in: 1...256,
            default: Self.usualThreads(onProcessors: Machine.processors))
        gzipLevel = Self.gzipLevel(&settings)
        gzipThreads = settings.integer("BACKUP_GZIP_THREADS", in: 1...16, default: min(Machine.processors, 8))
        stallTimeout = .seconds(settings.integer("BACKUP_STALL_TIMEOUT", in: 1...86400, default: 600))
        userModel = settings["BACKUP_USER_MODEL"] ?? "App\\Models\\User"
        guardName = settings["BACKUP_GUARD"] ?? "web"
        let expiration = settings.integer("BACKUP_TOKEN_EXPIRATION", in: 0...10_000_000, default: 0)
        tokenLifetime = expiration > 0 ? .seconds(expiration * 60) : nil
        teamColumn = Self.teamColumn(&settings)
        watch = WatchSettings(&settings)
        plannedCrash = PlannedCrash(in: environment, &settings)
        siteURL = Self.siteURL(&settings)
        doctorToken = settings["BACKUP_TOKEN"]
        maximumAge = Self.maximumAge(&settings)
        unknownSettings = settings.unknown

        guard settings.problems.isEmpty, let localTime, let dumpClient, let listen else {
            throw ConfigurationError(problems: settings.problems)
        }
        self.localTime = localTime
        self.dumpClient = dumpClient
        self.listen = listen
    }

    private static func localTime(_ settings: inout Settings) -> LocalTime? {
        let zone = settings["APP_TIMEZONE"] ?? "UTC"
        if let localTime = LocalTime(zone: zone) { return localTime }
        settings.report(
            "APP_TIMEZONE", "'\(zone)' is no known time zone", hint: "name one like Africa/Cairo; is tzdata installed?")
        return nil
    }

    /// Requests at a time: enough that none waits for one that waits for the database, and no more, as each further one
    /// that is under way at once makes all of them slower.
    static func usualThreads(onProcessors processors: Int) -> Int { min(max(2 * processors, 4), 8) }

    private static func gzipLevel(_ settings: inout Settings) -> GzipLevel {
        let text = settings["BACKUP_GZIP_LEVEL"] ?? "auto"
        if text == "auto" { return .automatic }
        if let level = Int32(text), 1...9 ~= level { return .fixed(level) }
        settings.report(
            "BACKUP_GZIP_LEVEL", "'\(text)' is neither auto nor a number from 1 to 9", hint: "the default is auto")
        return .automatic
    }

    static func listen(_ settings: inout Settings, _ name: String = "BACKUP_LISTEN") -> ListenAddress? {
        let text = settings[name] ?? "unix:/run/backupd/backupd.sock"
        let mode = settings["BACKUP_SOCKET_MODE"] ?? "0660"
        guard let bits = UInt32(mode, radix: 8), bits <= 0o777 else {
            settings.report("BACKUP_SOCKET_MODE", "'\(mode)' is no octal mode", hint: "the default is 0660")
            return nil
        }
        if let group = settings["BACKUP_SOCKET_GROUP"], getgrnam(group) == nil {
            settings.report(
                "BACKUP_SOCKET_GROUP", "'\(group)' is no group here", hint: "name one that nginx's workers are in")
        }
        let path = text.hasPrefix("unix:") ? String(text.dropFirst(5)) : text
        if path.hasPrefix("/") { return .unix(path: path, mode: bits, group: settings["BACKUP_SOCKET_GROUP"]) }
        let parts = text.split(separator: ":")
        if parts.count == 2, parts[0].hasPrefix("127."), let port = UInt16(parts[1]), port > 0 {
            return .loopback(host: String(parts[0]), port: port)
        }
        settings.report(
            name, "'\(text)' is neither unix:/path nor 127.0.0.1:port",
            hint: "FastCGI knows no authentication, so only the loopback interface will do")
        return nil
    }

    private static func teamColumn(_ settings: inout Settings) -> String? {
        guard let column = settings["BACKUP_TEAM_COLUMN"] else { return nil }
        let isName = column.utf8.allSatisfy { isalnum(Int32($0)) != 0 || $0 == UInt8(ascii: "_") }
        if !isName { settings.report("BACKUP_TEAM_COLUMN", "'\(column)' is no column name", hint: "such as team_id") }
        return column
    }
}
