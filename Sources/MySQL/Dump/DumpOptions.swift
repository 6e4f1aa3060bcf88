/// How the dump program is called: arguments, environment, and the option file that carries the password.
struct DumpOptions: Sendable, Equatable {
    let server: DatabaseServer
    let client: DumpClient
    /// What is asked of the program: ``options(for:)``.
    let options: [String]

    /// Any other place than the first is an error, and a plain `--defaults-extra-file` would let ~/.my.cnf win.
    var arguments: [String] { ["--defaults-file=/proc/self/fd/3"] + options + ["--", server.database] }

    /// The options the service always uses; the first three are the promise, the others make a dump complete or possible.
    static func options(for contents: DatabaseContents) -> [String] {
        var options = ["--single-transaction", "--routines", "--triggers"]
        if !contents.census[.events].isEmpty { options.append("--events") }
        if contents.hasHistory { options.append("--loose-dump-history") }
        options += ["--hex-blob", "--default-character-set=utf8mb4", "--max-allowed-packet=1G"]
        // The privilege PROCESS is not needed for what does not belong to the database.
        options.append("--no-tablespaces")
        // Only some clients know these two; `--loose-` lets the others pass over them.
        return options + ["--loose-column-statistics=0", "--loose-set-gtid-purged=OFF"]
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
