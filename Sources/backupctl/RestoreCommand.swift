import BackupAPI
import BackupCore
import Deployment

/// `restore`: brings a backup back into a database.
struct RestoreCommand: Command {
    private static let database = Option("--into", "DATABASE", help: "the database; made where it is not there")
    private static let force = Option("--force", help: "restore over what the database holds")

    static let synopsis = Synopsis(
        name: "restore", operands: "ID|FILE --into DATABASE", summary: "bring a backup back into a database",
        details: """
            The file is read and proved first. A database that holds anything is refused without --force; one that was empty, or
            not there, is so again when anything goes wrong. The account is BACKUP_RESTORE_USERNAME's, else the app's.
            A FILE of the backup folder is restored without asking the catalog, which may be lost with the database.
            """,
        options: [database, force, .stripDefiner])

    let writes = false
    let choice: Choice
    let database: String
    let options: RestoreOptions

    init(_ arguments: Arguments) throws(UsageError) {
        choice = try Choice(arguments.operands(["ID|FILE"])[0])
        guard let database = arguments.value(of: Self.database), !database.isEmpty else {
            throw UsageError("option '--into' is missing: it names the database")
        }
        self.database = database
        options = RestoreOptions(
            force: arguments.has(Self.force), stripsDefiners: arguments.has(.stripDefiner))
    }

    func run(at desk: Desk) throws(BackupError) -> Int32 {
        let backup = try desk.backup(choice)
        let progress = DumpProgress()
        let restoration = try ProgressWatch.watching(progress, at: desk) { () throws(BackupError) in
            try desk.deployment.restorer.restore(backup, into: database, options: options, reporting: progress)
        }
        if desk.wantsJSON {
            try desk.output.write([
                "backup": BackupResource(backup).json,
                "database": .text(restoration.database),
                "sql_bytes": .integer(restoration.sqlBytes),
                "seconds": .integer(Int64(restoration.seconds.rounded(.up))),
                "objects": restoration.census.counts,
                "left": .array(restoration.left.map { .text($0) }),
            ])
        } else {
            try desk.output.header(.restorations)
            try desk.output.row(
                ["\(backup.id)", "restored", "\(restoration.sqlBytes)", restoration.database], in: .restorations)
        }
        for object in restoration.left { desk.status.log("of before, and not in the backup: \(object.printable)") }
        if restoration.census[.tables].contains(ObjectName("database_backups")) {
            desk.status.log(
                "hint: if that is the app's database, 'backupctl reconcile' now records again the backups made since")
        }
        return ExitCode.success
    }
}
