import BackupCore
import TestSupport
import Testing

/// No backup without room and without proof.
@Suite struct ProofTests {
    @Test func `a dump that lacks an object is no backup, and the object is named`() throws {
        var found = FakeDumper.contents
        found.census = Census()
        let world = FakeWorld(found: found)

        let reason = """
            the text is not the whole of 'erp': it lacks table 't'
            hint: was the schema altered meanwhile (then repeat the backup), may the account see all of it, and does \
            the body of a trigger, routine or event end in a comment (MySQL's program does not close it)?
            """
        #expect(throws: BackupError.dumpFailed(reason: reason)) { try world.service.create(by: .administrator) }

        #expect(world.picture.rows.isEmpty)
        #expect(world.storage.contents.files.isEmpty)
        #expect(world.storage.contents.parts.isEmpty)
        #expect(world.storage.contents.manifests.isEmpty)
    }

    @Test func `without room for what is foreseen no dump is begun`() throws {
        let world = FakeWorld()
        world.storage.contents.room = Room(freeBytes: 100_000, totalBytes: 1 << 30)

        let error = #expect(throws: BackupError.self) { try world.service.create(by: .administrator) }

        guard case .storageFull(let reason) = error else {
            Issue.record("not full: \(String(describing: error))")
            return
        }
        #expect(reason.hasPrefix("the backup is foreseen to take 298845 bytes; "))
        #expect(world.storage.contents.parts.isEmpty)
        #expect(world.storage.contents.files.isEmpty)
    }

    @Test func `the next backup is foreseen from the last`() throws {
        let world = FakeWorld()
        let progress = DumpProgress()

        _ = try world.service.create(by: .administrator)
        _ = try world.service.create(by: .administrator, reporting: progress)

        #expect(progress.now.phase == .finishing)
        #expect(progress.now.expectedSQLBytes == 36)
    }
}
