/// How the dump program is called: arguments, environment, and the option file that carries the password.
struct DumpOptions: Sendable, Equatable {
    let server: DatabaseServer
    let client: DumpClient
    let contents: DatabaseContents

    /// The options the service always uses; the first three are the promise, the others make a dump complete or possible.
    var arguments: [String] {
        // Any other place than the first is an error, and a plain `--defaults-extra-file` would let ~/.my.cnf win.
        var arguments = ["--defaults-file=/proc/self/fd/3"]
        arguments += ["--single-transaction", "--routines", "--triggers"]
        if contents.hasEvents { arguments.append("--events") }
        if contents.hasHistory { arguments.append("--loose-dump-history") }
        arguments += ["--hex-blob", "--default-character-set=utf8mb4", "--max-allowed-packet=1G"]
        // The privilege PROCESS is not needed for what does not belong to the database.
        arguments.append("--no-tablespaces")
        // Only some clients know these two; `--loose-` lets the others pass over them.
        arguments += ["--loose-column-statistics=0", "--loose-set-gtid-purged=OFF"]
        return arguments + ["--", server.database]
    }

    /// Nothing of ours reaches the program: it would take a password from `MYSQL_PWD`, and settings from files below `HOME`.
    static let environment = [
        "PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": "/nonexistent", "LC_ALL": "C",
    ]

    /// The text of the option file (MySQL manual, "Using Option Files").
    var optionFile: String {
        var lines = ["[client]", "user=\(Self.quoted(server.user))", "password=\(Self.quoted(server.password))"]
        if server.socketPath.isEmpty {
            lines += ["host=\(Self.quoted(server.host))", "port=\(server.port)"]
        } else {
            lines += ["protocol=SOCKET", "socket=\(Self.quoted(server.socketPath))"]
        }
        switch (client.flavor, server.authoritiesPath) {
        case (.mysql, let path?): lines += ["ssl-mode=VERIFY_IDENTITY", "ssl-ca=\(Self.quoted(path))"]
        case (.mysql, nil): lines += ["loose-get-server-public-key"]
        case (.mariadb, let path?): lines += ["ssl", "ssl-verify-server-cert", "ssl-ca=\(Self.quoted(path))"]
        case (.mariadb, nil): lines += ["skip-ssl-verify-server-cert"]
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// A value in double quotes, where a backslash begins an escape; only then do `#`, quotes and blanks mean themselves.
    private static func quoted(_ value: String) -> String {
        var text = "\""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\\": text += "\\\\"
            case "\"": text += "\\\""
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case "\u{8}": text += "\\b"
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text + "\""
    }
}

/// What is in the database that the options depend on.
struct DatabaseContents: Sendable, Equatable {
    let serverVersion: String
    /// Any event the account may see.
    let hasEvents: Bool
    /// Any system-versioned table (MariaDB), whose old rows a dump leaves out unless told.
    let hasHistory: Bool

    init(serverVersion: String, hasEvents: Bool, hasHistory: Bool) {
        self.serverVersion = serverVersion
        self.hasEvents = hasEvents
        self.hasHistory = hasHistory
    }

    init(of connection: Connection) throws(MySQLError) {
        let row = try connection.query(
            """
            SELECT VERSION(), EXISTS (SELECT 1 FROM information_schema.EVENTS WHERE EVENT_SCHEMA = DATABASE()),
            EXISTS (SELECT 1 FROM information_schema.TABLES
                WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE = 'SYSTEM VERSIONED')
            """
        ).first
        self.init(serverVersion: row?[0] ?? "", hasEvents: row?[1] == "1", hasHistory: row?[2] == "1")
    }
}
