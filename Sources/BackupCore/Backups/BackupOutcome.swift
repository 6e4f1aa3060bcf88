package import FoundationEssentials

/// How a create ended, for whoever counts backups or is to be told of them.
package struct BackupOutcome: Sendable {
    /// A backup that was made and proved.
    package struct Made: Sendable, Equatable {
        package let backup: Backup
        package let dump: DumpFigures
        /// Of the file, in lower-case hexadecimal.
        package let sha256: String
        package let provedAt: Date

        package init(backup: Backup, dump: DumpFigures, sha256: String, provedAt: Date) {
            self.backup = backup
            self.dump = dump
            self.sha256 = sha256
            self.provedAt = provedAt
        }
    }

    /// The name of the request, or of what an operator does; nil where nothing has a name.
    package let request: String?
    package let userID: UInt64?
    /// Of the whole, from before the lock to after it.
    package let seconds: Double
    package let result: Result<Made, BackupError>

    package init(request: String?, userID: UInt64?, seconds: Double, result: Result<Made, BackupError>) {
        self.request = request
        self.userID = userID
        self.seconds = seconds
        self.result = result
    }
}

/// What can be said of one dump besides what it held.
package struct DumpFigures: Sendable, Equatable {
    package let seconds: Double
    package let sqlBytes: Int64
    package let fileBytes: Int64
    /// How hard it was compressed, the mean over its blocks; nil where that is not known.
    package let meanLevel: Double?

    package init(seconds: Double, sqlBytes: Int64, fileBytes: Int64, meanLevel: Double?) {
        self.seconds = seconds
        self.sqlBytes = sqlBytes
        self.fileBytes = fileBytes
        self.meanLevel = meanLevel
    }
}

extension BackupService {
    /// Runs a create and tells how it ended, unless it made nothing because that was made before.
    func telling(
        by identity: Identity?, _ body: () throws(BackupError) -> CreateResult
    ) throws(BackupError) -> Backup {
        let start = ContinuousClock.now
        func tell(_ result: Result<BackupOutcome.Made, BackupError>) {
            let user = identity?.userID
            ended(BackupOutcome(request: request, userID: user, seconds: start.secondsToNow, result: result), log)
        }
        do throws(BackupError) {
            let result = try body()
            if case .made(let made) = result { tell(.success(made)) }
            return result.backup
        } catch {
            tell(.failure(error))
            throw error
        }
    }
}

extension Double {
    /// A number of seconds as the log shows it: to the millisecond.
    package var inLog: Double { (self * 1000).rounded() / 1000 }
}
