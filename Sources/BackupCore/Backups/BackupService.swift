package import FoundationEssentials

/// What can be done with backups: create, list, find, delete.
///
/// A create goes: take the lock; put right what a crash left; dump through the compressor into a part file; sync it;
/// write its manifest; give it its name; confirm the lock; add the row; prune. Each step is durable before the next
/// begins, so a crash between any two leaves something that ``reconcile(_:)`` understands: a part file goes, a whole
/// file whose manifest is there gets its row, a deletion that was begun is finished.
package struct BackupService: Sendable {
    package let dumper: any Dumper
    package let compressor: any Compressor
    package let storage: any BackupStorage
    package let catalog: any BackupCatalog
    package let lock: any BackupLock
    package let retention: RetentionPolicy
    /// Percent of a backup's foreseen size that must be free beyond it.
    package let roomMargin: Int
    package let clock: Clock
    package let activity: BackupActivity
    package private(set) var log: Log
    /// Told of each point that a procedure comes to.
    package let reach: @Sendable (FaultPoint) -> Void
    /// Told how each create ended, with the log of its request, once the lock is free again; the answer waits until it
    /// returns.
    package let ended: @Sendable (BackupOutcome, Log) -> Void
    /// The name of the request that is served, or of what an operator does; nil where nothing has a name.
    private(set) var request: String?

    /// The time, and how the app's time zone writes it.
    package struct Clock: Sendable {
        package let now: @Sendable () -> Date
        /// Such as `2026-02-23 14:30:00`.
        package let localTime: @Sendable (Date) -> String

        package init(now: @escaping @Sendable () -> Date, localTime: @escaping @Sendable (Date) -> String) {
            self.now = now
            self.localTime = localTime
        }

        /// Now, in whole seconds as the catalog keeps them.
        var second: Date { Date(timeIntervalSince1970: now().timeIntervalSince1970.rounded(.down)) }
    }

    package init(
        dumper: any Dumper, compressor: any Compressor, storage: any BackupStorage, catalog: any BackupCatalog,
        lock: any BackupLock, retention: RetentionPolicy, roomMargin: Int, clock: Clock,
        activity: BackupActivity = BackupActivity(), log: Log,
        reach: @escaping @Sendable (FaultPoint) -> Void = { _ in },
        ended: @escaping @Sendable (BackupOutcome, Log) -> Void = { _, _ in }
    ) {
        self.dumper = dumper
        self.compressor = compressor
        self.storage = storage
        self.catalog = catalog
        self.lock = lock
        self.retention = retention
        self.roomMargin = roomMargin
        self.clock = clock
        self.activity = activity
        self.log = log
        self.reach = reach
        self.ended = ended
    }

    /// Who did something, for the log.
    static func name(of identity: Identity?) -> String { identity.map { "\($0.userID)" } ?? "none" }

    /// The same service for one request, whose name `log` bears.
    package func with(log: Log, request: String) -> BackupService {
        var service = self
        service.log = log
        service.request = request
        return service
    }
}

extension NewBackup {
    init(_ manifest: BackupManifest, of file: StoredName) {
        self.init(
            file: file, sizeInBytes: manifest.fileBytes, createdBy: manifest.createdBy,
            createdAt: manifest.createdAt)
    }
}
