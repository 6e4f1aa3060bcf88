/// An option that a program or one of its commands takes, such as `--into DATABASE`.
package struct Option: Sendable, Equatable {
    package let name: String
    /// What stands for its value in the help; nil when it has none.
    package let value: String?
    package let help: String

    package init(_ name: String, _ value: String? = nil, help: String) {
        self.name = name
        self.value = value
        self.help = help
    }

    package static let envFile = Option(
        "--env-file", "FILE",
        help: "read Laravel's .env, or a file that names it (also BACKUP_ENV_FILE); the environment wins")
    package static let help = Option("--help", help: "print this text")
    package static let version = Option("--version", help: "print the version")

    /// Options and what they mean, a line each, in two columns.
    package static func table(_ options: [Option]) -> String {
        let names = options.map { "  \($0.name)\($0.value.map { " \($0)" } ?? "")" }
        let width = (names.map(\.count).max() ?? 0) + 3
        return zip(names, options).map { name, option in
            name + String(repeating: " ", count: width - name.count) + option.help
        }.joined(separator: "\n")
    }
}

/// A command line that asks for nothing this program does.
package struct UsageError: Error, Equatable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
}
