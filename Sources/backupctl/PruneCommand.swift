import BackupAPI
import BackupCore
import Deployment

/// `prune`: applies the retention rule now.
struct PruneCommand: Command {
    static let synopsis = Synopsis(
        name: "prune", summary: "remove what is beyond BACKUP_KEEP, as every create does, and print its lines",
        details: "The newest backup always stays.", options: [.dryRun])

    var writes: Bool { !isRehearsal }
    let isRehearsal: Bool

    init(_ arguments: Arguments) throws(UsageError) {
        _ = try arguments.operands([])
        isRehearsal = arguments.has(.dryRun)
    }

    func run(at desk: Desk) throws(BackupError) -> Int32 {
        var pruning = Pruning()
        if isRehearsal { pruning.removed = try desk.backups.expired() } else { pruning = try desk.backups.prune() }
        if desk.wantsJSON {
            try desk.output.write([
                "dry_run": .bool(isRehearsal),
                "removed": .array(pruning.removed.map { BackupResource($0).json }),
                "failed": .array(pruning.failed.map { BackupResource($0).json }),
            ])
        } else {
            try desk.output.rows(pruning.removed)
        }
        if isRehearsal, !pruning.removed.isEmpty { desk.status.log("this is what would be removed; nothing was") }
        if pruning == Pruning() { desk.status.log("nothing is beyond BACKUP_KEEP") }
        return pruning.failed.isEmpty ? ExitCode.success : ExitCode.failure
    }
}
