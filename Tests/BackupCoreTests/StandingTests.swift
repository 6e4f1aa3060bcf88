import BackupCore
import FoundationEssentials
import TestSupport
import Testing

/// How things stand, from rows, files and manifests.
@Suite struct StandingTests {
    @Test func `the newest whole backup with a manifest is the newest proved`() throws {
        let world = FakeWorld()
        let proved = world.add(id: 1, at: FakeWorld.day(0))
        world.add(id: 2, at: FakeWorld.day(1))
        world.add(id: 3, at: FakeWorld.day(2), hasManifest: false)
        let cut = try #require(world.catalog.rows.first { $0.id == 2 }?.file)
        world.storage.contents.files[cut] = [1]
        let cutToo = try #require(world.add(id: 4, at: FakeWorld.day(3), hasManifest: false).file)
        world.storage.contents.files[cutToo]?.removeLast()

        let standing = try world.service.standing()

        #expect(standing.backups.map(\.id) == [4, 3, 2, 1])
        #expect(standing.newestProved?.backup.id == proved.id)
        #expect(standing.newestProved?.at == FakeWorld.day(0))
        #expect(standing.broken.map(\.id) == [4, 2], "the PHP module's are compared with their rows")
        #expect(standing.bytes == Int64(world.storage.contents.files.values.map(\.count).reduce(0, +)))
    }

    @Test func `tells of rows whose file is gone, and of the last drill of any backup`() throws {
        let world = FakeWorld()
        let drilled = try #require(world.add(id: 1, at: FakeWorld.day(0)).file)
        world.storage.contents.manifests[drilled]?.restoredAt = FakeWorld.day(5)
        world.storage.contents.manifests[drilled]?.restoreSeconds = 7
        let gone = try #require(world.add(id: 2, at: FakeWorld.day(1)).file)
        world.storage.contents.files[gone] = nil

        let standing = try world.service.standing()

        #expect(standing.broken.map(\.id) == [2])
        #expect(standing.newestDrill?.backup.id == 1)
        #expect(standing.newestDrill?.at == FakeWorld.day(5))
        #expect(standing.newestDrill?.seconds == 7)
        #expect(standing.misdated.isEmpty)
    }

    @Test func `tells of a row that another time zone was written in`() throws {
        let world = FakeWorld()
        let file = try #require(world.add(id: 1, at: FakeWorld.day(1)).file)
        world.storage.contents.manifests[file]?.createdAt = FakeWorld.day(1).addingTimeInterval(7200)

        let standing = try world.service.standing()

        #expect(standing.misdated.map(\.secondsLate) == [-7200])
    }

    @Test func `what a newer version made is neither proved nor broken`() throws {
        let world = FakeWorld()
        let file = try #require(world.add(id: 1, at: FakeWorld.day(1)).file)
        world.storage.contents.manifests[file]?.version = BackupManifest.currentVersion + 1

        let standing = try world.service.standing()

        #expect(standing.newestProved == nil)
        #expect(standing.broken.isEmpty)
    }

    @Test func `changes nothing`() throws {
        let world = FakeWorld()
        world.add(id: 1, at: FakeWorld.day(1))
        world.storage.contents.parts[.sample("backup_2026-01-01_000000.sql.gz")] = [1]
        let before = world.picture

        let standing = try world.service.standing()
        let forecast = try world.service.forecast()

        #expect(standing.parts == [".backup_2026-01-01_000000.sql.gz.part"])
        #expect(forecast.fileBytes > 0)
        #expect(world.picture == before)
    }
}
