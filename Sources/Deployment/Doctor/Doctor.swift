package import BackupCore
import MySQL
import Posix

/// Looks at everything that a backup and its way to a caller hang on, says what it saw, and changes nothing.
///
/// The parts are looked at one by one, and what cannot be looked at is said to be so: silence would pass for health.
package struct Doctor {
    let deployment: Deployment
    /// What `nginx -T` printed; nil to ask it.
    let nginxDump: String?
    let path: String?

    package init(for deployment: Deployment, nginxDump: String?, path: String?) {
        self.deployment = deployment
        self.nginxDump = nginxDump
        self.path = path
    }

    /// Hands over what was seen, as it is seen.
    package func examine(_ tell: (Observation) throws(BackupError) -> Void) throws(BackupError) {
        let configuration = deployment.configuration
        try tell(.ok("configuration", configuration.summary))
        for setting in configuration.unknownSettings {
            let hint = setting.meant.map { "is \($0) meant?" } ?? "README.md lists those there are"
            try tell(.warn("configuration", "\(setting.name) is not known and has no effect", hint: hint))
        }
        try goOn()
        let server = ServerCheck(of: deployment)
        for observation in server.observations { try tell(observation) }
        try goOn()
        let storage = StorageCheck(root: configuration.storageRoot, listen: configuration.listen)
        for observation in storage.observations { try tell(observation) }
        var standing: Standing?
        if server.isReachable, storage.isThere {
            let check = BackupsCheck(of: deployment)
            for observation in check.observations { try tell(observation) }
            standing = check.standing
        } else {
            try tell(.warn("backups", "not looked at: both database and folder are needed", hint: "mend them first"))
        }
        try tell(WorkerCheck.observation(of: configuration.listen))
        try goOn()
        for observation in NginxCheck(of: configuration, dump: nginxDump, path: path).observations {
            try tell(observation)
        }
        let newest = standing?.backups.first { $0.file != nil && standing?.broken.contains($0) == false }
        for observation in SiteCheck(of: configuration, newest: newest, path: path).observations {
            try tell(observation)
        }
    }

    private func goOn() throws(BackupError) {
        if deployment.cancellation.isCancelled { throw .interrupted }
    }
}
