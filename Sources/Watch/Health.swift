package import BackupCore
package import FoundationEssentials

/// Whether somebody has to get up: a rule about what is known, which asks nobody.
package struct Health: Sendable, Equatable {
    /// What is wrong, in the operator's words; none when all is well.
    package let complaints: [String]

    package var isGood: Bool { complaints.isEmpty }

    /// Judges how the backups stand, or why that could not be seen.
    package init(_ standing: Result<Standing, BackupError>, maxAge: Duration, at now: Date) {
        switch standing {
        case .failure(.databaseUnavailable): complaints = ["the database cannot be reached"]
        case .failure(.catalogFailed): complaints = ["the backup catalog cannot be used"]
        case .failure(.storageFailed): complaints = ["the backup folder cannot be used"]
        case .failure(let error): complaints = ["the backups cannot be looked at: \(error.cause.rawValue)"]
        case .success(let standing):
            guard let proved = standing.newestProved else {
                complaints = ["there is no proved backup"]
                return
            }
            let age = Int(now.timeIntervalSince(proved.at))
            let isOld = age > maxAge.components.seconds
            complaints =
                isOld
                ? ["the newest proved backup is \(age) s old, and \(maxAge.components.seconds) s are allowed"] : []
        }
    }

    /// What a probe gets to read.
    package var text: String { isGood ? "ok\n" : complaints.map { "failing: \($0)\n" }.joined() }
}
