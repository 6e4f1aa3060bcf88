import BackupCore
import FoundationEssentials
import Gzip
import MySQL
import Posix
import Watch

extension AccessControl {
    init(
        _ configuration: Configuration, in database: Database, now: @escaping @Sendable () -> Date, log: Log
    ) {
        let permissions = SpatiePermissions(
            userModel: configuration.userModel, guardName: configuration.guardName, teamColumn: configuration.teamColumn
        )
        let tokens = SanctumTokens(in: database, permissions: permissions, localTime: configuration.localTime)
        self.init(
            tokens: tokens, userModel: configuration.userModel, tokenLifetime: configuration.tokenLifetime, now: now,
            log: log)
    }
}

extension BackupService {
    init(
        _ configuration: Configuration, in database: Database, storage: any BackupStorage, pulse: Pulse,
        cancellation: Cancellation, now: @escaping @Sendable () -> Date, log: Log,
        ended: @escaping @Sendable (BackupOutcome, Log) -> Void
    ) {
        let localTime = configuration.localTime
        let crash = configuration.plannedCrash
        self.init(
            dumper: MySQLDump(
                of: database, by: configuration.dumpClient, stallTimeout: configuration.stallTimeout,
                cancellation: cancellation),
            compressor: PulsingCompressor(
                compressor: ParallelGzip(level: configuration.gzipLevel, workers: configuration.gzipThreads),
                pulse: pulse),
            storage: storage,
            catalog: BackupsTable(in: database, localTime: localTime),
            lock: DatabaseLock(of: database),
            retention: RetentionPolicy(keepLast: configuration.keepLast),
            roomMargin: configuration.roomMargin,
            clock: Clock(now: now, localTime: { localTime.text(ofSeconds: Int($0.timeIntervalSince1970)) }),
            log: log,
            reach: { point in
                pulse.beat()
                crash?.reach(point)
            },
            ended: ended)
    }
}

extension WatchAPI {
    init(
        _ configuration: Configuration, figures: Figures, backups: BackupService, inspection: DatabaseInspection
    ) {
        let facts = Facts(
            version: Deployment.version, startedAt: Date(timeIntervalSince1970: Machine.now),
            threads: configuration.threads, maxAge: configuration.maximumAge)
        self.init(
            facts, figures: figures, backups: backups,
            room: { () throws(BackupError) in try StatusReport.room(in: configuration.storageRoot) },
            isLocked: { () throws(BackupError) in
                do throws(MySQLError) {
                    return try inspection.lockHolder() != nil
                } catch {
                    throw .databaseUnavailable(reason: "\(error)")
                }
            })
    }
}

extension Hook {
    /// Nil where no hook is named.
    init?(_ settings: WatchSettings, of server: DatabaseServer) {
        guard let program = settings.hook else { return nil }
        self.init(running: program, for: server.database, within: settings.hookTime)
    }
}
