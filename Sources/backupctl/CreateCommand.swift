import BackupAPI
import BackupCore
import Deployment

/// `create`: a backup as the API makes it.
struct CreateCommand: Command {
    private static let user = Option(
        "--user", "ID", help: "record it as made by this user of the ERP (default: by nobody)")

    static let synopsis = Synopsis(
        name: "create", summary: "make a backup, as the API does, and print its line",
        details: """
            The same lock, checks, retention and log as through the API. On a terminal a bar shows how far it is; elsewhere a
            line comes for every tenth, and at least every 30 seconds.
            """,
        options: [user])

    let writes = true
    let userID: UInt64?

    init(_ arguments: Arguments) throws(UsageError) {
        _ = try arguments.operands([])
        guard let text = arguments.value(of: Self.user) else {
            userID = nil
            return
        }
        guard let id = UInt64(text), id > 0, "\(id)" == text else {
            throw UsageError("option '--user' needs the id of a user, not '\(text)'")
        }
        userID = id
    }

    func run(at desk: Desk) throws(BackupError) -> Int32 {
        let progress = DumpProgress()
        let identity = userID.map { Identity(userID: $0, userName: "") }
        let desk = desk.named
        let made = try ProgressWatch.watching(progress, at: desk) { () throws(BackupError) in
            try desk.backups.create(by: identity, reporting: progress)
        }
        // The row tells what was recorded; where it cannot be read again, the backup is made all the same.
        let backup = (try? desk.backups.find("\(made.id)")) ?? made
        if let userID, backup.createdBy == nil {
            desk.status.log("there is no user \(userID): the backup is recorded as made by nobody")
        }
        if desk.wantsJSON {
            try desk.output.write([
                "backup": BackupResource(backup).json, "sql_bytes": .integer(progress.now.sqlBytes),
            ])
        } else {
            try desk.output.rows([backup])
        }
        return ExitCode.success
    }
}
