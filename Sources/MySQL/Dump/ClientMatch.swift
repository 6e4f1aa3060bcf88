/// What follows from the flavors and versions of the dump program and the server.
package struct ClientMatch: Sendable, Equatable {
    /// What to know, though nothing is wrong.
    package let notes: [String]
    /// What may go wrong; nil when nothing is known.
    package let concern: String?
    package let remedy: String?

    package init(client: DumpClient, serverVersion: String) {
        let isMariaDBServer = serverVersion.contains("MariaDB")
        let (own, theirs) = (Self.version(of: client.version, client.flavor), Self.numbers(in: serverVersion[...]))
        notes =
            client.flavor == .mariadb && Self.writesSandboxLine(own)
            ? [
                "dumps begin with MariaDB's sandbox line, at which MySQL's and older clients stop, and 'restore' does not"
            ] : []
        switch (client.flavor, isMariaDBServer) {
        case (.mysql, true):
            concern = "MySQL's program knows neither sequences nor system-versioned tables of a MariaDB server"
            remedy = "install mariadb-client, and name its mariadb-dump in BACKUP_MYSQLDUMP"
        case (.mariadb, false):
            concern = "MariaDB's program does not know all that a MySQL server has, its ways to log in among it"
            remedy = "install the server's own mysql-client, and name its mysqldump in BACKUP_MYSQLDUMP"
        case _ where !own.isEmpty && own.prefix(2).lexicographicallyPrecedes(theirs.prefix(2)):
            concern = "the program is older than the server, and may not know what is new there"
            remedy = "install the client of the server's own version, and name its program in BACKUP_MYSQLDUMP"
        default: (concern, remedy) = (nil, nil)
        }
    }

    /// `… Ver 10.19 Distrib 10.11.19-MariaDB, …`, `… from 11.4.2-MariaDB, …` or `… Ver 8.4.3 for …`.
    private static func version(of line: String, _ flavor: DumpClient.Flavor) -> [Int] {
        for word in ["Distrib ", " from ", "Ver "] {
            if let start = line.firstRange(of: word)?.upperBound { return numbers(in: line[start...]) }
        }
        return []
    }

    private static func numbers(in text: Substring) -> [Int] {
        text.prefix { $0.isNumber || $0 == "." }.split(separator: ".").compactMap { Int($0) }
    }

    /// The releases of May 2024 brought it, for the security of restores (MDEV-21178).
    private static func writesSandboxLine(_ version: [Int]) -> Bool {
        let first: [[Int]: Int] = [
            [10, 5]: 25, [10, 6]: 18, [10, 11]: 8, [11, 0]: 6, [11, 1]: 5, [11, 2]: 4, [11, 4]: 2,
        ]
        guard version.count > 2 else { return false }
        if let patch = first[Array(version.prefix(2))] { return version[2] >= patch }
        return [11, 4].lexicographicallyPrecedes(version.prefix(2))
    }
}
