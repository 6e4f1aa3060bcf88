import BackupCore
import MySQL

/// The database server, the account, and the dump program on their way to it.
struct ServerCheck {
    private(set) var observations: [Observation] = []
    private(set) var isReachable = false

    /// Seconds: times in the tables are whole, and the question takes a moment.
    private static let tolerance = 3.0
    private static let serious = 60.0

    private let deployment: Deployment
    private var configuration: Configuration { deployment.configuration }

    init(of deployment: Deployment) {
        self.deployment = deployment
        do throws(MySQLError) {
            let facts = try deployment.inspection.facts()
            isReachable = true
            observations.append(.ok("database", "\(configuration.server.place): \(facts.version)"))
            look(at: facts)
        } catch {
            observations.append(
                .fail(
                    "database", "\(error)", hint: error.hint ?? "is the server running, and are the DB_ settings right?"
                ))
            return
        }
        do throws(MySQLError) {
            try lookAtSchema()
        } catch {
            observations.append(.fail("schema", "\(error)", hint: error.hint ?? "see 'database' and 'rights'"))
        }
        let hasRights = lookAtRights()
        tryDump(hasRights: hasRights)
    }

    private mutating func look(at facts: ServerFacts) {
        observations.append(encryption(facts))
        let plugin = facts.plugin ?? "not known: the server does not say"
        observations.append(.ok("login", "plugin \(plugin), as '\(configuration.server.user)'"))
        let match = ClientMatch(client: configuration.dumpClient, serverVersion: facts.version)
        let client = ([configuration.dumpClient.version] + match.notes).joined(separator: "; ")
        if let concern = match.concern, let remedy = match.remedy {
            observations.append(.warn("client", "\(client); \(concern)", hint: remedy))
        } else {
            observations.append(.ok("client", client))
        }
        observations += [clock(facts), timeZone(facts)]
    }

    private func encryption(_ facts: ServerFacts) -> Observation {
        let server = configuration.server
        if !server.socketPath.isEmpty { return .ok("tls", "not needed on the socket \(server.socketPath)") }
        if let encryption = facts.encryption, server.authoritiesPath != nil {
            return .ok("tls", "\(encryption), checked against MYSQL_ATTR_SSL_CA")
        }
        let isLocal = server.host == "localhost" || server.host == "::1" || server.host.hasPrefix("127.")
        if isLocal { return .ok("tls", "\(facts.encryption ?? "none"), and the server is on this host") }
        guard let encryption = facts.encryption else {
            return .warn(
                "tls", "none: password and rows cross the network readable",
                hint: "turn TLS on at the server, and name its authority in MYSQL_ATTR_SSL_CA")
        }
        return .warn(
            "tls", "\(encryption), but nobody checks that it is the server that answers",
            hint: "name the authority of its certificate in MYSQL_ATTR_SSL_CA")
    }

    private func clock(_ facts: ServerFacts) -> Observation {
        let ahead = facts.clockAhead
        guard ahead.magnitude > Self.tolerance else { return .ok("clock", "the server's and this host's agree") }
        let seconds = Int(min(ahead.magnitude, 1e15).rounded()).readableSeconds
        let seen = "the server's is \(seconds) \(ahead > 0 ? "ahead of" : "behind") this host's"
        let hint =
            "keep both in step by NTP (timedatectl tells whether): tokens end and backups are ordered by their time"
        return ahead.magnitude >= Self.serious ? .fail("clock", seen, hint: hint) : .warn("clock", seen, hint: hint)
    }

    private func timeZone(_ facts: ServerFacts) -> Observation {
        let zone = configuration.localTime.zone
        let seen = "the app's \(zone) (APP_TIMEZONE), the session's \(facts.timeZone)"
        guard facts.hasSummerTime, zone == "UTC" else { return .ok("time zone", seen) }
        return .warn(
            "time zone", "\(seen), in which an hour a year does not exist: what is written then is refused",
            hint:
                "give the app's connection an offset (timezone +00:00 in config/database.php), and BACKUP_DB_TIMEZONE too"
        )
    }

    private mutating func lookAtSchema() throws(MySQLError) {
        let missing = try deployment.inspection.missingColumns(teamColumn: configuration.teamColumn)
        guard missing.isEmpty else {
            let names = missing.map { "'\($0)'" }.joined(separator: ", ")
            observations.append(
                .fail(
                    "schema", "missing, or hidden from the account: \(names)",
                    hint: "run the app's migrations (php artisan migrate) on the database that DB_DATABASE names"))
            return
        }
        observations.append(.ok("schema", "users, tokens, permissions and database_backups have their columns"))
        let permissions = try deployment.inspection.missingPermissions(guardName: configuration.guardName)
        if !permissions.isEmpty {
            let names = permissions.map { "'\($0)'" }.joined(separator: ", ")
            observations.append(
                .warn(
                    "permissions", "the app knows no \(names) of guard '\(configuration.guardName)': nobody may do it",
                    hint: "add them to the table permissions and give them to a role, or correct BACKUP_GUARD"))
        }
        let writes = try deployment.inspection.missingWrites()
        if !writes.isEmpty {
            observations.append(
                .fail(
                    "writing", "the account may not: \(writes.joined(separator: ", "))",
                    hint: "GRANT SELECT, INSERT, UPDATE, DELETE on the database to '\(configuration.server.user)'"))
        }
    }

    /// - Returns: whether a dump would hold everything.
    private mutating func lookAtRights() -> Bool {
        do throws(BackupError) {
            let found = try deployment.obstacles.found()
            observations += found.map { .fail("rights", $0, hint: "README.md lists what the account needs") }
            if found.isEmpty { observations.append(.ok("rights", "the account sees all that a whole dump needs")) }
            return found.isEmpty
        } catch {
            observations.append(.fail("rights", error, hint: "README.md lists what the account needs"))
            return false
        }
    }

    private mutating func tryDump(hasRights: Bool) {
        guard hasRights else {
            observations.append(
                .warn("dump", "not tried: a backup would be refused", hint: "mend what stands above first"))
            return
        }
        do throws(BackupError) {
            let census = try deployment.trial.run()
            observations.append(.ok("dump", "\(census.count) objects dumped on trial, without their rows"))
        } catch {
            observations.append(.fail("dump", error, hint: "is BACKUP_MYSQLDUMP the server's own client?"))
        }
    }
}
