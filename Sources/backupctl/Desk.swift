import BackupCore
import Deployment

/// What a command works with.
struct Desk: Sendable {
    let deployment: Deployment
    let output: Output
    let status: StatusLine
    let wantsJSON: Bool

    var backups: BackupService { deployment.backups }

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
