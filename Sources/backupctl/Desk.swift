import BackupCore
import Deployment

/// What a command works with.
struct Desk: Sendable {
    let deployment: Deployment
    let output: Output
    let status: StatusLine
    let wantsJSON: Bool
    private(set) var backups: BackupService

    init(deployment: Deployment, output: Output, status: StatusLine, wantsJSON: Bool) {
        self.deployment = deployment
        self.output = output
        self.status = status
        self.wantsJSON = wantsJSON
        backups = deployment.backups
    }

    /// The same for one thing that is done, whose lines in the log bear an id as a request's do.
    var named: Desk {
        var desk = self
        desk.backups = deployment.backupsForOperator()
        return desk
    }

    func backup(_ choice: Choice) throws(BackupError) -> Backup {
        switch choice {
        case .id(let id): return try backups.find(id)
        case .file(let file): return try backups.backup(in: file)
        case .newest:
            guard let newest = try backups.page(size: 1, offset: 0).backups.first else {
                throw .noSuchBackup(id: "the newest")
            }
            return newest
        }
    }
}
