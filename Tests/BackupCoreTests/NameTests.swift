import BackupCore
import TestSupport
import Testing

@Suite struct StoredNameTests {
    @Test(arguments: ["backup_2026-02-23_143000.sql.gz", "a", "نسخة.sql.gz", "a b", "a\\b", "a..", "-rf", "a\nb"])
    func `is any one name of a visible file`(name: String) {
        #expect(StoredName(name)?.description == name)
        #expect(StoredName(path: "backups/\(name)") == StoredName(name))
        #expect(StoredName(name)?.path == "backups/\(name)")
    }

    @Test(arguments: ["", ".", "..", ".names", ".a.part", "/a", "a/b", "a/", "../a", "a/\u{301}b", "a\0b"])
    func `is nothing hidden and nothing that leads elsewhere`(name: String) {
        #expect(StoredName(name) == nil)
        #expect(StoredName(path: "backups/\(name)") == nil)
    }

    @Test(arguments: [
        "a", "/backups/a", "backup/a", "Backups/a", "backups", "backups//a", "../backups/a", "./backups/a",
    ])
    func `is read from a path straight into the folder alone`(path: String) {
        #expect(StoredName(path: path) == nil)
    }

    @Test func `leaves room for the service's own files beside it`() {
        #expect(StoredName(String(repeating: "a", count: 200)) != nil)
        #expect(StoredName(String(repeating: "a", count: 201)) == nil)
        #expect(StoredName(String(repeating: "é", count: 101)) == nil, "bytes count, not characters")
    }
}

@Suite struct BackupNameTests {
    @Test func `is made of the local time`() {
        let name = BackupName(localTime: "2026-02-23 14:30:00")

        #expect(name.file.description == "backup_2026-02-23_143000.sql.gz")
        #expect(BackupName(name.file) == name)
    }

    @Test(
        arguments: [
            "backup_2026-02-23_14300.sql.gz", "backup_2026-02-23_1430000.sql.gz", "backup_2026-02-23-143000.sql.gz",
            "Backup_2026-02-23_143000.sql.gz", "backup_2026-02-23_143000.sql", "backup_٢026-02-23_143000.sql.gz",
            "xackup_2026-02-23_143000.sql.gz",
        ])
    func `is recognized by its form`(name: String) throws {
        #expect(BackupName(try #require(StoredName(name))) == nil)
    }
}
