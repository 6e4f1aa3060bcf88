import BackupCore
import Deployment

/// One thing that the tool does.
protocol Command: Sendable {
    static var synopsis: Synopsis { get }

    /// Takes what the command line asks for.
    ///
    /// - Throws: ``UsageError`` when it asks for something else than the command does.
    init(_ arguments: Arguments) throws(UsageError)

    /// Whether it writes into the backup folder, which then must not be another account's.
    var writes: Bool { get }

    /// Does it.
    ///
    /// - Returns: the exit status.
    func run(at desk: Desk) throws(BackupError) -> Int32
}

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

    var help: String {
        let line = ["usage: backupctl", name, operands, "[OPTION…]"].filter { !$0.isEmpty }.joined(separator: " ")
        return [
            "backupctl \(name) - \(summary)", line, details, Option.table(options + Self.common),
        ].filter { !$0.isEmpty }.joined(separator: "\n\n")
    }
}

extension Option {
    static let json = Option("--json", help: "print one JSON document on standard output, and nothing else there")
    static let dryRun = Option("--dry-run", help: "only tell what would be done")
}

/// What a command works with.
struct Desk: Sendable {
    let deployment: Deployment
    let output: Output
    let status: StatusLine
    let wantsJSON: Bool

    var backups: BackupService { deployment.backups }

    /// The backup with this id, or in the file of this name, for which no catalog is asked; without either, the newest.
    func backup(_ id: String?) throws(BackupError) -> Backup {
        if let id { return try id.contains(".") ? backups.backup(inFile: id) : backups.find(id) }
        guard let newest = try backups.page(size: 1, offset: 0).backups.first else {
            throw .noSuchBackup(id: "the newest")
        }
        return newest
    }
}
