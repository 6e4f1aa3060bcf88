import BackupCore
import FoundationEssentials
import TestSupport
import Testing

@Suite struct UniqueNameTests {
    private let world = FakeWorld()

    @Test func `two backups of one second get two names`() throws {
        #expect(try create() == "backup_2026-02-23_143000.sql.gz")
        #expect(try create() == "backup_2026-02-23_143001.sql.gz")
        #expect(try create() == "backup_2026-02-23_143002.sql.gz")
    }

    @Test func `a deleted backup's name is not given again`() throws {
        let first = try world.service.create(by: .administrator)
        try world.service.delete("\(first.id)", by: .administrator)

        #expect(try create() == "backup_2026-02-23_143001.sql.gz")
    }

    @Test func `a clock set back gives no name again`() throws {
        world.now = Date.sample.addingTimeInterval(1)
        #expect(try create() == "backup_2026-02-23_143001.sql.gz")

        world.now = .sample
        #expect(try create() == "backup_2026-02-23_143000.sql.gz")
        #expect(try create() == "backup_2026-02-23_143002.sql.gz")
    }

    @Test func `a failed create's name is not given again`() throws {
        world.disturbance.arm(.refusal, atCall: try callOfDump())
        #expect(throws: BackupError.self) { try create() }
        world.disturbance.disarm()

        #expect(try create() == "backup_2026-02-23_143001.sql.gz")
    }

    @Test func `a file of the name keeps it and its bytes`() throws {
        let file = StoredName.sample("backup_2026-02-23_143000.sql.gz")
        world.storage.contents.files[file] = [1, 2, 3]

        #expect(try create() == "backup_2026-02-23_143001.sql.gz")
        #expect(world.storage.contents.files[file] == [1, 2, 3])
    }

    /// The number of the call that first fails with the dump's own error.
    private func callOfDump() throws -> Int {
        let call = (1...100).first { call in
            let world = FakeWorld()
            world.disturbance.arm(.refusal, atCall: call)
            do throws(BackupError) {
                _ = try world.service.create(by: .administrator)
                return false
            } catch {
                return error == .dumpFailed(reason: "the dump did not start")
            }
        }
        return try #require(call)
    }

    private func create() throws -> String { try world.service.create(by: .administrator).fileName }
}
