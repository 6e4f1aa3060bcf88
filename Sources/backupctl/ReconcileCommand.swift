import BackupAPI
import BackupCore
import Deployment

/// `reconcile`: puts rows and files in order.
struct ReconcileCommand: Command {
    static let synopsis = Synopsis(
        name: "reconcile", summary: "put rows and files in order, as every start and every create do",
        details: """
            Prints a line for each thing: what it is, and the file. 'part': left by an interrupted create, goes. 'deletion':
            begun, is finished. 'recorded': a whole file, gets its row back. 'lone_manifest': neither row nor file, goes.
            'missing_file': a row whose file is gone; both are left. 'disagreeing': a file without a row that is not as its
            manifest says; left. 'newer_manifest': without a row, its manifest of a newer version; left. 'failed': could not
            be looked at or put in order; exit status 1.
            """,
        options: [.dryRun])

    var writes: Bool { !isRehearsal }
    let isRehearsal: Bool

    init(_ arguments: Arguments) throws(UsageError) {
        _ = try arguments.operands([])
        isRehearsal = arguments.has(.dryRun)
    }

    func run(at desk: Desk) throws(BackupError) -> Int32 {
        let report = try desk.backups.reconcile(rehearsing: isRehearsal)
        let kinds: [(name: String, files: [String])] = [
            ("part", report.parts), ("deletion", report.deletions.map(\.description)),
            ("recorded", report.recorded.map(\.description)),
            ("lone_manifest", report.loneManifests.map(\.description)),
            ("missing_file", report.missingFiles.map(\.description)),
            ("disagreeing", report.disagreeing.map(\.description)),
            ("newer_manifest", report.newerManifests.map(\.description)), ("failed", report.failed.map(\.description)),
        ]
        if desk.wantsJSON {
            let lists = kinds.map { JSON.Member(name: $0.name, value: .array($0.files.map { .text($0) })) }
            try desk.output.write(.object([JSON.Member(name: "dry_run", value: .bool(isRehearsal))] + lists))
        } else {
            if !kinds.allSatisfy(\.files.isEmpty) { try desk.output.header(.repairs) }
            for kind in kinds {
                for file in kind.files { try desk.output.row([kind.name, file], in: .repairs) }
            }
        }
        if !report.missingFiles.isEmpty {
            desk.status.log("hint: where a missing_file is gone for good, 'backupctl delete ID' removes its row")
        }
        if kinds.allSatisfy(\.files.isEmpty) { desk.status.log("everything is in order") }
        return report.failed.isEmpty ? ExitCode.success : ExitCode.failure
    }
}
