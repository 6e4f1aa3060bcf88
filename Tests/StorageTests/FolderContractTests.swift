import BackupCore
import Glibc
import Storage
import TestSupport
import Testing

/// What every `BackupFolder` must do with names, manifests and marks.
@Suite struct FolderContractTests {
    private let scratch: ScratchFolder
    private let file = StoredName.sample("backup_2026-02-23_143000.sql.gz")

    init() throws { scratch = try ScratchFolder() }

    private func open(_ kind: StorageContractTests.Kind) throws -> any BackupFolder {
        switch kind {
        case .inMemory: try InMemoryStorage().open()
        case .directory: try BackupDirectory(root: scratch.path).open()
        }
    }

    private func candidate(_ attempt: Int) -> BackupName { BackupName(localTime: "2026-02-23 14:30:0\(attempt)") }

    @Test(arguments: StorageContractTests.Kind.allCases)
    func `a name is given once, used or not, removed or not`(kind: StorageContractTests.Kind) throws {
        let folder = try open(kind)
        #expect(try folder.reserve(avoiding: [], candidate) == candidate(0))
        #expect(try folder.reserve(avoiding: [], candidate) == candidate(1))
        let part = try folder.makePart(for: candidate(2))
        try part.sync()
        try part.commit()
        #expect(
            try folder.reserve(avoiding: [], candidate) == candidate(3), "a file that somebody laid there has its name")
        try folder.remove(candidate(2).file)

        #expect(try folder.reserve(avoiding: [], candidate) == candidate(2), "until it is gone, for it was never given")
        #expect(try folder.reserve(avoiding: []) { candidate($0 + 1) } == candidate(4))
        #expect(try folder.reserve(avoiding: [candidate(5).file], candidate) == candidate(6))
        #expect(try folder.reserve(avoiding: [], candidate) == candidate(5))
    }

    @Test(arguments: StorageContractTests.Kind.allCases)
    func `the note of the last create is the last one, and no manifest`(kind: StorageContractTests.Kind) throws {
        let folder = try open(kind)
        var attempt = Attempt(startedAt: .sample, by: .administrator, session: 7)
        #expect(try folder.note() == nil)
        try folder.saveNote(AttemptNote(attempt))
        attempt.endedAt = .sample
        attempt.failure = .room
        let next = Attempt(startedAt: .sample, by: nil, session: 8)

        try folder.saveNote(AttemptNote(next, after: attempt))

        #expect(try folder.note() == AttemptNote(next, after: attempt))
        #expect(try folder.manifests().isEmpty)
        #expect(try folder.room().freeBytes > 0)
    }

    @Test func `a note that was cut short is in nobody's way, and a damaged one is none`() throws {
        let folder = try open(.directory)
        let note = AttemptNote(Attempt(startedAt: .sample, by: nil, session: 7))
        try folder.saveNote(note)
        try scratch.write("{", to: "backups/.manifests/.last.part")

        try folder.saveNote(note)

        #expect(try folder.note() == note)
        #expect(try scratch.names(in: "backups/.manifests") == ["last"])
        try scratch.write("{", to: "backups/.manifests/last")
        #expect(try folder.note() == nil)
    }

    @Test func `what is no file in the note's place is none, and goes with the next`() throws {
        let folder = try open(.directory)
        let note = AttemptNote(Attempt(startedAt: .sample, by: nil, session: 7))
        try folder.saveNote(note)
        let path = scratch.path(of: "backups/.manifests/last")
        #expect(unlink(path) == 0 && mkfifo(path, 0o600) == 0)

        #expect(try folder.note() == nil)
        try folder.saveNote(note)

        #expect(try folder.note() == note)
    }

    @Test func `a note of an earlier version, which has none before it, is read`() throws {
        let folder = try open(.directory)
        try folder.saveNote(AttemptNote(Attempt(startedAt: .sample, by: nil, session: 7)))
        try scratch.write(
            #"{"started_at":"2026-02-23T14:30:00Z","session":7,"ended_at":"2026-02-23T14:31:00Z","failure":"room"}"#,
            to: "backups/.manifests/last")

        let note = try #require(try folder.note())

        #expect(note.latest.failure == .room)
        #expect(note.previous == nil)
    }

    @Test(arguments: StorageContractTests.Kind.allCases)
    func `what is removed is gone, and removing it again is no failure`(kind: StorageContractTests.Kind) throws {
        let folder = try open(kind)
        let part = try folder.makePart(for: candidate(0))
        try part.sync()
        try part.commit()

        try folder.remove(file)
        #expect(try folder.size(of: file) == nil)
        try folder.remove(file)
        try folder.removeManifest(of: file)
        try folder.unmarkDeletion(of: file)
    }

    @Test(arguments: StorageContractTests.Kind.allCases)
    func `a manifest is read as it was saved last`(kind: StorageContractTests.Kind) throws {
        let folder = try open(kind)
        let other = StoredName.sample("other.json")
        #expect(try folder.manifest(of: file) == nil)
        try folder.saveManifest(.sample(of: file, bytes: 1), of: file)
        try folder.saveManifest(.sample(of: file, bytes: 2), of: file)
        try folder.saveManifest(.sample(of: other, bytes: 3), of: other)

        #expect(try folder.manifest(of: file) == .sample(of: file, bytes: 2))
        #expect(try folder.manifests() == [file, other])
        #expect(try folder.size(of: file) == nil, "a manifest makes no file")

        try folder.removeManifest(of: file)
        #expect(try folder.manifest(of: file) == nil)
        #expect(try folder.manifests() == [other])
    }

    @Test(arguments: StorageContractTests.Kind.allCases)
    func `a manifest of a newer version is there and is not understood`(kind: StorageContractTests.Kind) throws {
        let folder = try open(kind)
        var newer = BackupManifest.sample(of: file, bytes: 1)
        newer.version = BackupManifest.currentVersion + 1
        try folder.saveManifest(newer, of: file)

        #expect(throws: BackupError.newerManifest(file: "\(file)", version: newer.version)) {
            try folder.manifest(of: file)
        }
        #expect(try folder.manifests() == [file])
    }

    @Test(arguments: StorageContractTests.Kind.allCases)
    func `a mark stays until it is taken back`(kind: StorageContractTests.Kind) throws {
        let folder = try open(kind)
        #expect(try folder.markedDeletions() == [])
        try folder.markDeletion(of: file)
        try folder.markDeletion(of: file)

        #expect(try folder.markedDeletions() == [file])
        #expect(try folder.manifests() == [])

        try folder.unmarkDeletion(of: file)
        #expect(try folder.markedDeletions() == [])
    }
}
