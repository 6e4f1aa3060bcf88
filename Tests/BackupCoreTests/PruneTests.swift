import BackupCore
import FoundationEssentials
import TestSupport
import Testing

/// The retention rule applied by hand.
@Suite struct PruneTests {
    private func world(keepLast: Int, backups: Int) -> FakeWorld {
        let world = FakeWorld(keepLast: keepLast)
        for day in 0..<backups { world.add(id: UInt64(day + 1), at: FakeWorld.day(day)) }
        return world
    }

    @Test func `removes what is beyond the number kept, rows and files`() throws {
        let world = world(keepLast: 2, backups: 5)

        let foretold = try world.service.expired()
        let before = world.picture
        let pruning = try world.service.prune()

        #expect(before.rows.count == 5)
        #expect(foretold.map(\.id) == [3, 2, 1])
        #expect(pruning.removed == foretold)
        #expect(pruning.failed.isEmpty)
        #expect(world.catalog.rows.map(\.id) == [4, 5])
        #expect(Set(world.storage.contents.files.keys) == Set(world.catalog.rows.compactMap(\.file)))
        #expect(try world.service.prune() == Pruning())
    }

    @Test func `never takes the newest`() throws {
        let world = world(keepLast: 1, backups: 3)

        _ = try world.service.prune()

        #expect(world.catalog.rows.map(\.id) == [3])
    }

    @Test func `names what could not be removed and goes on`() throws {
        var outcomes: [Int] = []
        for call in 1...30 {
            let world = world(keepLast: 1, backups: 3)
            world.disturbance.arm(.refusal, atCall: call)
            guard let pruning = try? world.service.prune() else { continue }
            #expect(pruning.removed.count + pruning.failed.count == 2)
            world.disturbance.disarm()
            let again = try world.service.prune()
            #expect(again.failed.isEmpty)
            outcomes.append(pruning.failed.count)
        }

        #expect(outcomes.contains(1))
        #expect(outcomes.last == 0)
    }

    @Test func `leaves everything while a backup is being made`() throws {
        let world = world(keepLast: 1, backups: 3)
        let before = world.picture

        try world.lock.hold { _ throws(BackupError) in
            _ = #expect(throws: BackupError.alreadyRunning) { try world.service.prune() }
        }

        #expect(world.picture == before)
    }
}
