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
            (there was no manifest to compare with), 'damaged', 'newer' (its manifest is of a newer version, which this one
            does not understand) or 'unknown' (the reading failed), bytes of text, file. Exit status 2 when one is damaged or
            its file is gone.
            """,
        options: [all])

    let writes = false
    let id: String?
    let isForAll: Bool

    init(_ arguments: Arguments) throws(UsageError) {
        id = try arguments.operands(["ID"], optional: 1).first
        isForAll = arguments.has(Self.all)
        if isForAll, id != nil { throw UsageError("an ID and '--all' exclude each other") }
    }

    func run(at desk: Desk) throws(BackupError) -> Int32 {
        let backups = try isForAll ? desk.backups.page(size: Int(Int32.max), offset: 0).backups : [desk.backup(id)]
        if backups.isEmpty { throw .noSuchBackup(id: "the newest") }
        var findings: [Finding] = []
        for (number, backup) in backups.enumerated() {
            desk.status.show("verifying \(number + 1) of \(backups.count): \(backup.fileName.printable)")
            let finding = try Finding(of: backup, at: desk)
            desk.status.show("")
            guard let finding else { continue }
            findings.append(finding)
            if !desk.wantsJSON { try finding.print(to: desk.output) }
            if let error = finding.error { desk.status.complain(error) }
        }
        if findings.isEmpty { throw .noSuchBackup(id: id ?? "the newest") }
        if desk.wantsJSON { try desk.output.write(["verifications": .array(findings.map(\.json))]) }
        return findings.compactMap(\.error?.exitCode).max() ?? ExitCode.success
    }
}

/// What came out for one backup.
private struct Finding {
    let backup: Backup
    let verification: Verification?
    let error: BackupError?

    /// Verifies a backup; nil when it was deleted meanwhile.
    init?(of backup: Backup, at desk: Desk) throws(BackupError) {
        self.backup = backup
        do throws(BackupError) {
            verification = try desk.deployment.verifier.verify(backup)
            error = nil
        } catch .interrupted {
            throw .interrupted
        } catch {
            // One found by its file's name has no row that could be gone.
            if backup.id != 0, Self.isGone(backup, from: desk.backups) { return nil }
            verification = nil
            self.error = error
        }
    }

    /// Where that cannot be known, what was found before is told.
    private static func isGone(_ backup: Backup, from backups: BackupService) -> Bool {
        do throws(BackupError) {
            _ = try backups.find("\(backup.id)")
            return false
        } catch {
            return error == .noSuchBackup(id: "\(backup.id)")
        }
    }

    /// `unknown` where the reading failed, and not the backup.
    private var result: String {
        switch error {
        case nil: verification?.manifest == nil ? "readable" : "proved"
        case .newerManifest: "newer"
        case .some(let error): error.exitCode == ExitCode.damaged ? "damaged" : "unknown"
        }
    }

    func print(to output: Output) throws(BackupError) {
        try output.row(["\(backup.id)", result, verification.map { "\($0.sqlBytes)" } ?? "-", backup.fileName])
    }

    var json: JSON {
        [
            "backup": BackupResource(backup).json,
            "result": .text(result),
            "error": JSON(error.map { "\($0)" }),
            "has_manifest": verification.map { .bool($0.manifest != nil) } ?? nil,
            "sql_bytes": verification.map { .integer($0.sqlBytes) } ?? nil,
            "objects": verification.map { $0.census.counts } ?? nil,
        ]
    }
}

extension Census {
    /// How many objects of each kind.
    var counts: JSON {
        .object(Kind.allCases.map { JSON.Member(name: $0.rawValue, value: .integer(Int64(self[$0].count))) })
    }
}
