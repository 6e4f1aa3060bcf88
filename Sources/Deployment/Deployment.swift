import BackupAPI
package import BackupCore
import FastCGI
import FoundationEssentials
import Gzip
package import HTTP
package import MySQL
package import Posix
import Storage
package import Watch

/// The parts of the service, put together.
package struct Deployment: Sendable {
    package static let version = "0.1.0"

    /// The API, each of whose requests is counted.
    package let api: any Responder
    /// What is answered to those who watch over the worker.
    package let watch: WatchAPI
    package let backups: BackupService
    package let verifier: BackupVerifier
    package let extractor: TableExtractor
    package let obstacles: DumpObstacles
    package let restorer: BackupRestorer
    /// Where creates go on for which no client waits, and the hook.
    package let background = BackgroundThreads()
    package let log: Log
    private let pulse = Pulse()
    private let vitality: Vitality
    package let configuration: Configuration
    let cancellation: Cancellation
    package let inspection: DatabaseInspection
    package let trial: DumpTrial

    /// Puts the service together; nothing is opened yet.
    package init(_ configuration: Configuration, cancellation: Cancellation, log: Log) {
        self.log = log
        vitality = Vitality(stallTimeout: configuration.stallTimeout)
        self.configuration = configuration
        self.cancellation = cancellation
        let database = Database(server: configuration.server)
        inspection = DatabaseInspection(of: database)
        trial = DumpTrial(of: database, by: configuration.dumpClient, cancellation: cancellation)
        obstacles = DumpObstacles(in: database, by: configuration.dumpClient)
        let figures = Figures(routes: BackupAPI.routes)
        let hook = Hook(configuration.watch, of: configuration.server).map { [background] hook in
            HookRunner(hook, in: background, countingIn: figures)
        }
        let now: @Sendable () -> Date = { Date(timeIntervalSince1970: Machine.now) }
        let storage = BackupDirectory(root: configuration.storageRoot, cancellation: cancellation)
        let gunzip = Gunzip(workers: configuration.gzipThreads, cancellation: cancellation)
        let scanner = MySQLDumpScanner()
        verifier = BackupVerifier(storage: storage, decompressor: gunzip, scanner: scanner)
        extractor = TableExtractor(storage: storage, decompressor: gunzip, scanner: scanner, joiner: GzipJoiner())
        restorer = BackupRestorer(
            storage: storage, decompressor: gunzip, scanner: scanner, rowScanner: RowFinder(),
            target: MySQLRestore(configuration, cancellation: cancellation, log: log), now: now, log: log)
        backups = BackupService(
            configuration, in: database, storage: storage, pulse: pulse, cancellation: cancellation, now: now, log: log,
            ended: { outcome, log in
                figures.note(outcome)
                hook?.tell(outcome, log: log)
            })
        let access = AccessControl(configuration, in: database, now: now, log: log)
        api = CountedResponder(
            BackupAPI(
                access: access, backups: backups, background: background, accelPrefix: configuration.accelPrefix,
                log: log),
            in: figures)
        watch = WatchAPI(configuration, figures: figures, backups: backups, inspection: inspection)
    }

    /// The service for something that an operator does, under a request id that is made here.
    package func backupsForOperator() -> BackupService {
        let id = RequestID.make()
        return backups.with(log: log.with(["request": id]), request: id)
    }

    /// What the threads are at, and what speaks against taking the worker for alive.
    func look(at activity: Activity.State) -> (activity: Activity.State, complaint: String?) {
        (activity, vitality.complaint(about: activity, lastBeat: pulse.last, at: .now))
    }

    /// Readies the libraries for threads; to be called once, before there are any.
    package static func initializeLibraries() {
        Machine.hideMemory()
        ChildProcess.allowWaiting()
        Database.initializeLibrary()
    }
}

extension MySQLRestore {
    fileprivate init(_ configuration: Configuration, cancellation: Cancellation, log: Log) {
        let programs = RestorePrograms(
            restore: configuration.restoreClient, dump: configuration.dumpClient,
            stallTimeout: configuration.stallTimeout)
        self.init(to: configuration.restoreServer, by: programs, cancellation: cancellation, log: log)
    }
}
