import BackupAPI
import BackupCore
import Deployment

/// `list`: what the catalog holds.
struct ListCommand: Command {
    static let synopsis = Synopsis(
        name: "list", summary: "print the backups, newest first: id, time (UTC), bytes, file")

    let writes = false

    init(_ arguments: Arguments) throws(UsageError) { _ = try arguments.operands([]) }

    func run(at desk: Desk) throws(BackupError) -> Int32 {
        let backups = try desk.backups.page(size: Int(Int32.max), offset: 0).backups
        if desk.wantsJSON {
            try desk.output.write(["backups": .array(backups.map { BackupResource($0).json })])
        } else {
            for backup in backups { try desk.output.row(backup) }
        }
        if backups.isEmpty { desk.status.log("there is no backup") }
        return ExitCode.success
    }
}
