import BackupCore
import TestSupport
import Testing

@Suite struct FaultPointTests {
    @Test func `the service comes to every point`() throws {
        let world = FakeWorld.inUse()

        _ = try world.service.create(by: .administrator)
        try world.service.delete("6", by: .administrator)
        leaveDisorder(in: world)
        try world.service.reconcileAtStart()

        #expect(Set(world.reached) == Set(FaultPoint.allCases))
    }

    @Test func `a create passes its points in the order of its steps`() throws {
        let world = FakeWorld()

        _ = try world.service.create(by: .administrator)

        #expect(
            world.reached == [
                .createLocked, .reconcileSwept, .createReconciled, .createNamed, .createReserved, .createDumped,
                .createSynced, .createManifested, .createRenamed, .createRecorded,
            ])
    }

    @Test func `a delete passes its points in the order of its steps`() throws {
        let world = FakeWorld()
        world.add(id: 1, at: .sample)

        try world.service.delete("1", by: .administrator)

        #expect(
            world.reached == [.deleteMarked, .deleteUnlinked, .deleteUnrecorded, .deleteUnmanifested])
    }

    /// A deletion begun, a whole file without a row, and a manifest alone.
    private func leaveDisorder(in world: FakeWorld) {
        let whole = FakeWorld.dump.flatMap { $0 }
        let names = (20...21).compactMap { Backup.sample(id: 0, at: FakeWorld.day($0)).file }
        world.storage.contents.files[names[0]] = whole
        for name in names { world.storage.contents.manifests[name] = .sample(of: name, bytes: whole.count) }
        world.storage.contents.marks = Set(world.catalog.rows.prefix(1).compactMap(\.file))
    }
}
