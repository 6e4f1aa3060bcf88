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
            try desk.output.rows(backups)
        }
        if backups.isEmpty {
            desk.status.log("there is no backup")
            hint(at: desk)
        }
        return ExitCode.success
    }

    /// An old dump that was restored has brought its own list of backups with it.
    private func hint(at desk: Desk) {
        // The list is what was asked for, and it was given.
        guard let files = try? desk.backups.unrecorded(), !files.isEmpty else { return }
        let number = files.count == 1 ? "one backup file" : "\(files.count) backup files"
        desk.status.log("hint: the folder holds \(number) without a row: 'backupctl reconcile' records them again")
    }
}
