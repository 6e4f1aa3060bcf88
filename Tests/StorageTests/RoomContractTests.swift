import BackupCore
import Glibc
import Storage
import TestSupport
import Testing

/// What every `PartFile` must do with room that is set aside for it.
@Suite struct RoomContractTests {
    private let scratch: ScratchFolder
    private let name = BackupName(localTime: "2026-02-23 14:30:00")

    init() throws { scratch = try ScratchFolder() }

    private func open(_ kind: StorageContractTests.Kind) throws -> any BackupFolder {
        switch kind {
        case .inMemory: try InMemoryStorage().open()
        case .directory: try BackupDirectory(root: scratch.path).open()
        }
    }

    @Test(arguments: StorageContractTests.Kind.allCases)
    func `room that was reserved and not used is given back`(kind: StorageContractTests.Kind) throws {
        let part = try open(kind).makePart(for: name)
        let before = try part.room()

        try part.reserve(8 << 20)
        try part.write(bytes: [1, 2, 3])
        try part.sync()

        #expect(before.freeBytes > 8 << 20)
        #expect(before.totalBytes >= before.freeBytes)
        if kind == .directory {
            var status = stat()
            #expect(stat(scratch.path(of: "backups/.\(name.file).part"), &status) == 0)
            #expect(status.st_size == 3)
            #expect(status.st_blocks < 1000)
        }
    }

    @Test(arguments: StorageContractTests.Kind.allCases)
    func `more room than there is cannot be reserved`(kind: StorageContractTests.Kind) throws {
        let part = try open(kind).makePart(for: name)

        let error = #expect(throws: BackupError.self) { try part.reserve(1 << 50) }

        guard case .storageFull = error else {
            Issue.record("not full: \(String(describing: error))")
            return
        }
    }
}
