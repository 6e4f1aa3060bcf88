import BackupCore
import FoundationEssentials
import TestSupport
import Testing

@Suite struct FindAndDeleteTests {
    private let world = FakeWorld()

    @Test(
        arguments: [
            "", "0", "01", "+1", "-1", " 1", "1 ", "1.0", "1e0", "0x1", "1abc", "abc", "*", "١", "1\u{301}", "2",
            "18446744073709551615", "18446744073709551616", "18446744073709551617",
        ])
    func `an id is plain digits of a row that is there`(id: String) {
        world.add(id: 1, at: .sample)

        #expect(throws: BackupError.noSuchBackup(id: id)) { try world.service.find(id) }
        #expect(throws: BackupError.noSuchBackup(id: id)) { try world.service.findFile(of: id) }
        #expect(throws: BackupError.noSuchBackup(id: id)) { try world.service.delete(id, by: .administrator) }
        #expect(world.catalog.rows.count == 1)
    }

    @Test func `finds the largest id there can be`() throws {
        let backup = world.add(id: UInt64.max, at: .sample)

        #expect(try world.service.find("18446744073709551615") == backup)
    }

    @Test(
        arguments: [
            "backups/none.sql.gz", "backups/../backups/backup_2026-02-23_143000.sql.gz", "/etc/passwd", "",
            "backups/.manifests/names", "other/backup_2026-02-23_143000.sql.gz", "backup_2026-02-23_143000.sql.gz",
        ])
    func `hands out no file that a row leads to outside the folder, or nowhere`(path: String) throws {
        var backup = world.add(id: 1, at: .sample)
        #expect(try world.service.findFile(of: "1").file == backup.file)

        backup.path = path
        world.catalog.add(backup)

        #expect(throws: BackupError.fileMissing(path: path)) { try world.service.findFile(of: "1") }
    }

    @Test func `a deleted backup's file, manifest and row are gone, and no other's`() throws {
        world.add(id: 1, at: .sample)
        let other = world.add(id: 2, at: Date.sample.addingTimeInterval(1))

        try world.service.delete("1", by: .administrator)

        #expect(world.catalog.rows == [other])
        #expect(Array(world.storage.contents.files.keys) == [other.file])
        #expect(Array(world.storage.contents.manifests.keys) == [other.file])
        #expect(world.storage.contents.marks.isEmpty)
        #expect(
            world.recorded.lines == [
                "level=info message=\"backup deleted\" id=1 file=backup_2026-02-23_143000.sql.gz user=1"
            ])
        #expect(throws: BackupError.noSuchBackup(id: "1")) { try world.service.delete("1", by: .administrator) }
    }

    @Test func `a backup whose file is gone can be deleted`() throws {
        world.catalog.add(.sample(id: 1))

        try world.service.delete("1", by: .administrator)

        #expect(world.catalog.rows.isEmpty)
    }

    @Test func `a row that leads elsewhere goes alone, though the folder cannot be opened`() throws {
        var stray = Backup.sample(id: 1)
        stray.path = "../secret"
        world.catalog.add(stray)
        world.disturbance.arm(.death, atCall: 3)

        try world.service.delete("1", by: .administrator)

        #expect(world.catalog.rows.isEmpty)
    }

    @Test func `a file that cannot be removed keeps its row, and its deletion is not tried again`() throws {
        let backup = world.add(id: 1, at: .sample)
        let before = world.picture
        world.disturbance.arm(.refusal, atCall: 5)

        #expect(throws: BackupError.storageFailed(reason: "disturbed")) {
            try world.service.delete("1", by: .administrator)
        }

        #expect(world.picture == before)
        try world.service.reconcileAtStart()
        #expect(try world.service.find("1") == backup)
    }
}
