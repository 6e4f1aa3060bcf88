import BackupCore
import Storage
import TestSupport
import Testing

/// What every `BackupStorage` must do; the fake and the real folder answer to the same text.
@Suite struct StorageContractTests {
    enum Kind: Sendable, CaseIterable {
        case inMemory, directory
    }

    private let scratch: ScratchFolder
    private let name = BackupName(localTime: "2026-02-23 14:30:00")

    init() throws { scratch = try ScratchFolder() }

    private func open(_ kind: Kind) throws -> any BackupFolder {
        switch kind {
        case .inMemory: try InMemoryStorage().open()
        case .directory: try BackupDirectory(root: scratch.path).open()
        }
    }

    private func write(_ bytes: [UInt8], as name: BackupName, in folder: any BackupFolder) throws(BackupError) {
        let part = try folder.makePart(for: name)
        try part.write(bytes.span.bytes)
        try part.sync()
        try part.commit()
    }

    @Test(arguments: Kind.allCases)
    func `a file has its name only when it is whole`(kind: Kind) throws {
        let folder = try open(kind)
        let part = try folder.makePart(for: name)
        #expect(try folder.size(of: name.file) == nil)
        try part.write(bytes: [1, 2, 3])
        try part.write(bytes: [4])
        #expect(try folder.size(of: name.file) == nil)
        try part.sync()
        #expect(try folder.size(of: name.file) == nil)

        try part.commit()

        #expect(try folder.size(of: name.file) == 4)
        part.discard()
        #expect(try folder.size(of: name.file) == 4)
    }

    @Test(arguments: Kind.allCases)
    func `an empty file is a file`(kind: Kind) throws {
        let folder = try open(kind)

        try write([], as: name, in: folder)

        #expect(try folder.size(of: name.file) == 0)
    }

    @Test(arguments: Kind.allCases, [0, 1, 2])
    func `a part that is dropped leaves nothing, however far it came`(kind: Kind, steps: Int) throws {
        let folder = try open(kind)
        do {
            let part = try folder.makePart(for: name)
            if steps > 0 { try part.write(bytes: [1]) }
            if steps > 1 { try part.sync() }
        }

        #expect(try folder.sweepParts() == [])
        #expect(try folder.size(of: name.file) == nil)
        try write([1], as: name, in: folder)
    }

    @Test(arguments: Kind.allCases)
    func `a commit takes the name from no other file`(kind: Kind) throws {
        let folder = try open(kind)
        let late = try folder.makePart(for: name)
        try late.sync()
        try write([1, 2, 3], as: BackupName(localTime: "2026-02-23 14:30:01"), in: folder)
        let taken = BackupName(localTime: "2026-02-23 14:30:01")
        let second = try folder.makePart(for: taken)
        try second.write(bytes: [9])
        try second.sync()

        expectStorageFailure { () throws(BackupError) in try second.commit() }

        second.discard()
        #expect(try folder.size(of: taken.file) == 3)
        try late.commit()
        #expect(try folder.sweepParts() == [])
    }

    @Test(arguments: Kind.allCases)
    func `there is one part of a name`(kind: Kind) throws {
        let folder = try open(kind)
        let part = try folder.makePart(for: name)

        expectStorageFailure { () throws(BackupError) in _ = try folder.makePart(for: name) }

        part.discard()
        try write([1], as: name, in: folder)
    }

    @Test(arguments: Kind.allCases)
    func `nothing is written or synced after the sync`(kind: Kind) throws {
        let part = try open(kind).makePart(for: name)
        try part.sync()

        expectStorageFailure { () throws(BackupError) in try part.write(bytes: [1]) }
        expectStorageFailure { () throws(BackupError) in try part.sync() }
    }

    @Test(arguments: Kind.allCases)
    func `sweeping takes parts and nothing else`(kind: Kind) throws {
        let folder = try open(kind)
        let part = try folder.makePart(for: name)
        let other = BackupName(localTime: "2026-02-23 14:30:01")
        try write([1], as: other, in: folder)
        try folder.saveManifest(.sample(of: other.file, bytes: 1), of: other.file)
        try folder.markDeletion(of: other.file)

        #expect(try folder.sweepParts() == [".backup_2026-02-23_143000.sql.gz.part"])

        try part.sync()
        expectStorageFailure { () throws(BackupError) in try part.commit() }
        #expect(try folder.size(of: name.file) == nil)
        #expect(try folder.size(of: other.file) == 1)
        #expect(try folder.manifests() == [other.file])
        #expect(try folder.markedDeletions() == [other.file])
    }

    private func expectStorageFailure(
        _ body: () throws(BackupError) -> Void, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        do throws(BackupError) {
            try body()
            Issue.record("no failure", sourceLocation: sourceLocation)
        } catch .storageFailed {
        } catch {
            Issue.record(error, sourceLocation: sourceLocation)
        }
    }
}
