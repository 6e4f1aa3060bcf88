import BackupCore
import Glibc
import Storage
import TestSupport
import Testing

/// The service on a real folder, with everything else in memory.
@Suite struct ServiceOnDiskTests {
    private let scratch: ScratchFolder
    private let recorded = RecordedLog()
    private let catalog = InMemoryCatalog()

    init() throws { scratch = try ScratchFolder() }

    private func service(keepLast: Int = 10, disturbance: Disturbance = Disturbance()) -> BackupService {
        BackupService(
            dumper: FakeDumper(FakeWorld.dump, disturbance: disturbance), compressor: PlainCompressor(),
            storage: BackupDirectory(root: scratch.path), catalog: catalog, lock: FakeLock(),
            retention: RetentionPolicy(keepLast: keepLast), roomMargin: 20,
            clock: BackupService.Clock(now: { .sample }, localTime: \.asUTC), log: recorded.log)
    }

    @Test func `creates, finds, prunes and deletes`() throws {
        let service = service(keepLast: 2)
        for _ in 1...3 { _ = try service.create(by: .administrator) }
        #expect(try scratch.names(in: "backups") == [".manifests", name(1), name(2)])
        #expect(try scratch.text(of: "backups/\(name(2))") == String(decoding: FakeWorld.dump.joined(), as: UTF8.self))
        #expect(try service.findFile(of: "3").file.description == name(2))

        try service.delete("3", by: .administrator)
        try service.delete("2", by: .administrator)

        #expect(try scratch.names(in: "backups") == [".manifests"])
        #expect(try scratch.names(in: "backups/.manifests") == ["last", "names"])
        #expect(catalog.rows.isEmpty)
    }

    @Test func `a dump that fails leaves no file, wherever it fails`() throws {
        // The first call is the plan; a name is given out only after it.
        for call in 1...6 {
            let disturbance = Disturbance()
            disturbance.arm(.refusal, atCall: call)
            #expect(throws: BackupError.self) { try service(disturbance: disturbance).create(by: .administrator) }

            #expect(try scratch.names(in: "backups") == [".manifests"])
            #expect(try scratch.names(in: "backups/.manifests") == (call == 1 ? ["last"] : ["last", "names"]))
        }
        #expect(catalog.rows.isEmpty)
    }

    @Test func `a whole file gets its row back, a damaged manifest's file is left alone`() throws {
        for _ in 1...2 { _ = try service().create(by: .administrator) }
        for id in [1, 2] as [UInt64] { try catalog.remove(id) }
        try scratch.write("{", to: "backups/.manifests/\(name(0)).json")

        try service().reconcileAtStart()

        #expect(catalog.rows.map(\.fileName) == [name(1)])
        #expect(try scratch.names(in: "backups") == [".manifests", name(0), name(1)])
    }

    @Test func `what cannot be deleted does not stand in the way of the next backup`() throws {
        _ = try service().create(by: .administrator)
        #expect(mkdir(scratch.path(of: "backups/folder"), 0o700) == 0)
        try scratch.write("", to: "backups/.manifests/folder.deleting")

        let backup = try service().create(by: .administrator)

        #expect(catalog.rows.map(\.id) == [1, backup.id])
        #expect(
            recorded.lines.contains {
                $0.hasPrefix(
                    "level=error message=\"a backup could not be put in order and was left alone\" file=folder ")
            })
    }

    @Test func `a folder of a part file's name stops nobody, and stays`() throws {
        _ = try service().create(by: .administrator)
        for name in [".manifests/.x.json.part", ".backup_2026-01-01_000000.sql.gz.part"] {
            #expect(mkdir(scratch.path(of: "backups/" + name), 0o700) == 0)
        }

        _ = try service().create(by: .administrator)

        #expect(try scratch.names(in: "backups").contains(".backup_2026-01-01_000000.sql.gz.part"))
    }

    private func name(_ second: Int) -> String { "backup_2026-02-23_14300\(second).sql.gz" }
}
