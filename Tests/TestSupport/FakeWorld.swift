package import BackupCore
package import FoundationEssentials
import Synchronization

/// Everything outside the service, in memory: folder, catalog, dump program, lock, clock and log.
package final class FakeWorld: Sendable {
    /// What the dump program writes, in its pieces.
    package static let dump: [[UInt8]] = ["CREATE TABLE `t`;\n", "-- Dump completed\n"].map { Array($0.utf8) }

    package let disturbance = Disturbance()
    package let storage: InMemoryStorage
    package let catalog: InMemoryCatalog
    package let lock: FakeLock
    package let recorded = RecordedLog()
    private let memory = Mutex(BackupActivity())
    private let keepLast: Int
    private let secondsOfDump: Double
    private let found: DumpContents
    private let time = Mutex(Date.sample)
    private let points = Mutex<[FaultPoint]>([])
    private let ends = Mutex<[BackupOutcome]>([])
    private let visit = Mutex<(point: FaultPoint, body: @Sendable () -> Void)?>(nil)

    /// In this world a dump's text holds what `found` says.
    package init(keepLast: Int = 10, secondsOfDump: Double = 0, found: DumpContents = FakeDumper.contents) {
        self.found = found
        self.keepLast = keepLast
        self.secondsOfDump = secondsOfDump
        storage = InMemoryStorage(disturbance: disturbance)
        catalog = InMemoryCatalog(disturbance: disturbance)
        lock = FakeLock(disturbance: disturbance)
    }

    /// What the service's clock shows.
    package var now: Date {
        get { time.withLock { $0 } }
        set { time.withLock { $0 = newValue } }
    }

    /// Forgets what a process remembers, as a new one does.
    package func restart() { memory.withLock { $0 = BackupActivity() } }

    /// The points that the service came to.
    package var reached: [FaultPoint] { points.withLock { $0 } }

    /// What the service told of its creates.
    package var outcomes: [BackupOutcome] { ends.withLock { $0 } }

    package var service: BackupService {
        let dumper = FakeDumper(Self.dump, found: found, disturbance: disturbance) { self.now += self.secondsOfDump }
        return BackupService(
            dumper: dumper, compressor: PlainCompressor(), storage: storage, catalog: catalog, lock: lock,
            retention: RetentionPolicy(keepLast: keepLast), roomMargin: 20,
            clock: BackupService.Clock(now: { self.now }, localTime: \.asUTC), activity: memory.withLock { $0 },
            log: recorded.log,
            reach: { self.reach($0) },
            ended: { outcome, _ in self.ends.withLock { $0.append(outcome) } })
    }

    /// Lets `visitor` look around when the service comes to `point`.
    package func arm(at point: FaultPoint, visitor: @escaping @Sendable () -> Void) {
        visit.withLock { $0 = (point, visitor) }
    }

    private func reach(_ point: FaultPoint) {
        points.withLock { $0.append(point) }
        visit.withLock { $0?.point == point ? $0?.body : nil }?()
    }

    /// Lays a backup of former days: its row, its file, and its manifest unless the PHP module made it.
    @discardableResult
    package func add(id: UInt64, at time: Date, hasManifest: Bool = true) -> Backup {
        var backup = Backup.sample(id: id, at: time)
        let bytes = Self.dump.flatMap { $0 }
        backup.sizeInBytes = Int64(bytes.count)
        catalog.add(backup)
        if let file = backup.file {
            storage.contents.files[file] = bytes
            if hasManifest {
                storage.contents.manifests[file] = .sample(of: file, bytes: bytes.count, at: time)
            }
        }
        return backup
    }

    /// All that can be seen from outside, to be compared with itself later.
    package struct Picture: Sendable, Equatable {
        package var rows: [Backup]
        package var contents: InMemoryStorage.Contents
    }

    package var picture: Picture { Picture(rows: catalog.rows, contents: storage.contents) }
}
