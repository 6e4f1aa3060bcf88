import Deployment

/// What a command is called, takes and does, for its help.
struct Synopsis {
    let name: String
    /// As in the line that shows how to use it, such as `ID TABLE`.
    var operands = ""
    /// One line.
    let summary: String
    /// What else is to be known.
    var details = ""
    var options: [Option] = []

    /// The options that every command takes.
    static let common: [Option] = [.envFile, .json, .help, .version]

    var usage: String {
        ["usage: backupctl", name, operands, "[OPTION…]"].filter { !$0.isEmpty }.joined(separator: " ")
    }

    var help: String {
        [
            "backupctl \(name) - \(summary)", usage, details, Option.table(options + Self.common),
        ].filter { !$0.isEmpty }.joined(separator: "\n\n")
    }
}
