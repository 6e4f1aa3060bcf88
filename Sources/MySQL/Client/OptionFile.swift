/// The option file that tells a client program where the server is and as whom to use it (MySQL manual, "Using Option
/// Files"); it carries the password, so it exists in memory only.
struct OptionFile: Sendable, Equatable {
    let server: DatabaseServer
    let flavor: DumpClient.Flavor

    /// How the program finds it; any other place than the first is an error, and a plain `--defaults-extra-file` would
    /// let ~/.my.cnf win.
    static let argument = "--defaults-file=/proc/self/fd/3"

    /// Nothing of ours reaches a program: it would take a password from `MYSQL_PWD`, and settings from files below
    /// `HOME`.
    static let environment = [
        "PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": "/nonexistent", "LC_ALL": "C",
    ]

    var text: String {
        var lines = ["[client]", "user=\(Self.quoted(server.user))", "password=\(Self.quoted(server.password))"]
        if server.socketPath.isEmpty {
            lines += ["host=\(Self.quoted(server.host))", "port=\(server.port)"]
        } else {
            lines += ["protocol=SOCKET", "socket=\(Self.quoted(server.socketPath))"]
        }
        switch (flavor, server.authoritiesPath) {
        case (.mysql, let path?): lines += ["ssl-mode=VERIFY_IDENTITY", "ssl-ca=\(Self.quoted(path))"]
        case (.mysql, nil): lines += ["loose-get-server-public-key"]
        case (.mariadb, let path?): lines += ["ssl", "ssl-verify-server-cert", "ssl-ca=\(Self.quoted(path))"]
        case (.mariadb, nil): lines += ["skip-ssl-verify-server-cert"]
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// A value in double quotes, where a backslash begins an escape; only then do `#`, quotes and blanks mean
    /// themselves.
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
