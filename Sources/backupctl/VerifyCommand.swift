import BackupAPI
import BackupCore
import Deployment

/// `verify`: reads backups again and proves that they are what was written.
struct VerifyCommand: Command {
    private static let all = Option("--all", help: "every backup, newest first")

    static let synopsis = Synopsis(
        name: "verify", operands: "[ID | FILE | --all]",
        summary: "read a backup again and prove it whole (default: the newest)",
        details: """
            With a manifest: SHA-256, the sums of every piece, and what the text holds against what the schema held. Without
            one, as for backups of the PHP module: the gzip sums and the dump's trailer. Prints id, 'proved', 'readable'
            (there was no manifest to compare with), 'damaged', 'missing' (its file is gone), 'newer' (its manifest is of a newer
            version, which this one does not understand) or 'unknown' (the reading failed), bytes of text, file. Exit status
            2 when one is damaged or missing.
            """,
        options: [all])

    let writes = false
    let choice: Choice
    let isForAll: Bool

    init(_ arguments: Arguments) throws(UsageError) {
        choice = try Choice(arguments.operands(["ID"], optional: 1).first)
        isForAll = arguments.has(Self.all)
        if isForAll, choice != .newest { throw UsageError("an ID and '--all' exclude each other") }
    }

    func run(at desk: Desk) throws(BackupError) -> Int32 {
        let backups = try isForAll ? desk.backups.page(size: Int(Int32.max), offset: 0).backups : [desk.backup(choice)]
        if backups.isEmpty { throw .noSuchBackup(id: "the newest") }
        var findings: [Finding] = []
        for (number, backup) in backups.enumerated() {
            let name = backups.count == 1 ? "" : "\(number + 1) of \(backups.count), \(backup.fileName)"
            guard let finding = try Finding(of: backup, called: name, at: desk) else { continue }
            if !desk.wantsJSON, findings.isEmpty { try desk.output.header(.verifications) }
            findings.append(finding)
            if !desk.wantsJSON { try finding.print(to: desk.output) }
            if let error = finding.error { desk.status.complain(error) }
        }
        if findings.isEmpty { throw .noSuchBackup(id: backups.map { "\($0.id)" }.joined(separator: ", ")) }
        if desk.wantsJSON { try desk.output.write(["verifications": .array(findings.map(\.json))]) }
        return findings.compactMap(\.error?.exitCode).max() ?? ExitCode.success
    }
}
