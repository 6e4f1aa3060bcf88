import BackupAPI
import BackupCore
import Deployment

/// `delete`: removes a backup, its file and its row.
struct DeleteCommand: Command {
    static let synopsis = Synopsis(
        name: "delete", operands: "ID", summary: "remove a backup for good, and print its line")

    let writes = true
    let id: String

    init(_ arguments: Arguments) throws(UsageError) {
        id = try arguments.operands(["ID"])[0]
        guard Choice.isID(id) else { throw UsageError("'\(id.printable)' is no id, as 'backupctl list' shows them") }
    }

    func run(at desk: Desk) throws(BackupError) -> Int32 {
        let backup = try desk.backups.find(id)
        try desk.backups.delete(id, by: nil)
        if desk.wantsJSON {
            try desk.output.write(["deleted": BackupResource(backup).json])
        } else {
            try desk.output.rows([backup])
        }
        return ExitCode.success
    }
}
