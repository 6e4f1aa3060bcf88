extension Configuration {
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
