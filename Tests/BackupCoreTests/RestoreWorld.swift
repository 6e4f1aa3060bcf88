import BackupCore
import FoundationEssentials
import TestSupport

/// One backup in memory, and a server to bring it back to.
struct RestoreWorld {
    let world = FakeWorld()
    let target = FakeTarget()
    let backup: Backup
    let file: StoredName

    init() throws {
        let service = BackupService(
            dumper: FakeDumper(FakeWorld.dump), compressor: FramedText(), storage: world.storage,
            catalog: world.catalog, lock: world.lock, retention: RetentionPolicy(keepLast: 10), roomMargin: 0,
            clock: BackupService.Clock(now: { Date.sample }, localTime: \.asUTC), log: world.recorded.log)
        backup = try service.create(by: .administrator)
        file = StoredName.sample(backup.fileName)
        target.contents.made = FakeDumper.contents.census
        target.contents.rows = FakeWorld.dump.flatMap { $0 }
    }

    var restorer: BackupRestorer {
        BackupRestorer(
            storage: world.storage, decompressor: FramedText(), scanner: FakeScanner(), rowScanner: FakeRows(),
            target: target, now: { world.now }, log: world.recorded.log)
    }

    func restore(force: Bool = false) throws(BackupError) -> Restoration {
        try restorer.restore(backup, into: "copy", options: RestoreOptions(force: force), reporting: DumpProgress())
    }

    func drill() throws(BackupError) -> Drill {
        try restorer.drill(backup, stripsDefiners: false, reporting: DumpProgress())
    }

    /// What stands in the target under that name.
    func census(of database: String = "copy") -> Census? { target.contents.databases[database]?.census }

    func make(_ database: String = "copy", holding tables: [String] = []) {
        var census = Census()
        for table in tables { census.insert(ObjectName(table), as: .tables) }
        target.contents.databases[database] = TargetState(census: census, collation: "latin1_bin")
    }
}
