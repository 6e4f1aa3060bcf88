package import FoundationEssentials

/// One create, as those are told of it who did not ask for it: who began it and when, and how it ended.
///
/// An ``AttemptNote`` keeps the last one beside the manifests. It never says that a create runs: the lock does.
package struct Attempt: Sendable, Equatable, Codable {
    package var startedAt: Date
    package var by: Backup.Creator?
    /// The id of the request that asked for it, which tells it from one that began in the same second.
    package var request: String?
    /// The database session that held the lock for it.
    package var session: UInt64
    /// Nil while it runs, and for ever where whoever ran it was killed.
    package var endedAt: Date?
    /// The row that it made.
    package var backup: UInt64?
    package var failure: Failure?

    package init(startedAt: Date, by identity: Identity?, request: String? = nil, session: UInt64) {
        self.startedAt = startedAt
        self.request = request
        by = identity.map { Backup.Creator(id: $0.userID, name: $0.userName) }
        self.session = session
    }

    /// Why a create failed, as far as a caller may know.
    package enum Failure: String, Sendable, Codable, CaseIterable {
        case dump, room, storage, catalog, database, stopped
        /// Whoever ran it ended before it did.
        case lost

        package init(_ error: BackupError) {
            self =
                switch error.cause {
                case .storageFull: .room
                case .storage: .storage
                case .catalog: .catalog
                case .database: .database
                case .interrupted: .stopped
                case .dump, .alreadyRunning, .other: .dump
                }
        }
    }

    private enum CodingKeys: String, CodingKey {
        case by, request, session, backup, failure
        case startedAt = "started_at"
        case endedAt = "ended_at"
    }
}
