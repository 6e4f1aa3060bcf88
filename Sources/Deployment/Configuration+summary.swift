package import BackupCore

extension Configuration {
    /// Warns of settings that have no effect, by their names alone.
    package func warn(in log: Log) {
        for setting in unknownSettings {
            let hint = setting.meant.map { "is \($0) meant?" } ?? "README.md lists those there are"
            log.warning("a setting is not known and has no effect", ["name": setting.name, "hint": hint])
        }
    }

    /// The main settings for the log: nothing of the password.
    var summary: String {
        let place: String =
            switch listen {
            case .unix(let path, _, _): path
            case .loopback(let host, let port): "\(host):\(port)"
            }
        return "socket \(place), server \(server.place), storage \(storageRoot), time zone \(localTime.zone), "
            + "dump program \(dumpClient.path) (\(dumpClient.version))"
    }
}
