import BackupCore
import FoundationEssentials
import Posix
import TestSupport

@testable import MySQL

/// Backups in memory, made of real databases by the real dump program and brought back by the real client.
struct RestoreWorld {
    let storage = InMemoryStorage()
    let recorded = RecordedLog()
    let cancellation: Cancellation

    init() throws { cancellation = try Cancellation() }

    /// The client program that belongs to the installed dump program.
    static let client = Result { () throws(SystemError) in
        try RestoreClient.find(nil, beside: RealDump.client.get(), searching: ["/usr/local/bin", "/usr/bin"])
    }

    /// Makes a backup as the service makes them.
    func backUp(_ database: TestDatabase) throws -> Backup {
        let dumper = MySQLDump(
            of: Database(server: database.place), by: try RealDump.client.get(), stallTimeout: .seconds(60),
            cancellation: cancellation)
        let service = BackupService(
            dumper: dumper, compressor: FramedText(), storage: storage, catalog: InMemoryCatalog(), lock: FakeLock(),
            retention: RetentionPolicy(keepLast: 10), roomMargin: 0,
            clock: BackupService.Clock(now: { Date.sample }, localTime: \.asUTC), log: recorded.log)
        return try service.create(by: .administrator)
    }

    func restorer(on database: TestDatabase, by client: RestoreClient? = nil) throws -> BackupRestorer {
        try restorer(at: database.place, by: client)
    }

    func restorer(
        at place: DatabaseServer, by client: RestoreClient? = nil, stallTimeout: Duration = .seconds(60)
    ) throws -> BackupRestorer {
        let programs = RestorePrograms(
            restore: try client ?? Self.client.get(), dump: try RealDump.client.get(), stallTimeout: stallTimeout)
        return BackupRestorer(
            storage: storage, decompressor: FramedText(), scanner: MySQLDumpScanner(), rowScanner: RowFinder(),
            target: MySQLRestore(
                to: place, by: programs, cancellation: cancellation, log: recorded.log),
            now: { Date(timeIntervalSince1970: Machine.now) }, log: recorded.log)
    }

    /// Changes a backup's text behind the manifest's back, which goes.
    func rewrite(_ backup: inout Backup, _ change: (String) -> String) {
        guard let file = backup.file, let bytes = storage.contents.files[file] else { return }
        let text = change(String(decoding: bytes.dropFirst(10).dropLast(10), as: UTF8.self))
        storage.contents.files[file] = bytes.prefix(10) + text.utf8 + bytes.suffix(10)
        storage.contents.manifests[file] = nil
        backup.sizeInBytes = Int64(storage.contents.files[file]?.count ?? 0)
    }
}
