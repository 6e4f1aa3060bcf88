import BackupCore
import FoundationEssentials
import TestSupport
import Testing

/// What an operator asks for beforehand.
@Suite struct RehearsalTests {
    private static let dayBefore = Date.sample.addingTimeInterval(-86400)

    /// One of everything that can be out of order, and one backup that is not.
    private func inDisorder() throws -> FakeWorld {
        let world = FakeWorld()
        for id in 1...5 as ClosedRange<UInt64> {
            world.add(id: id, at: Self.dayBefore.addingTimeInterval(Double(id)), hasManifest: id != 5)
        }
        let files = (1...5).map { BackupName(localTime: Self.dayBefore.addingTimeInterval(Double($0)).asUTC).file }
        world.storage.contents.parts[.sample("backup_2020-01-01_000000.sql.gz")] = [1]
        world.storage.contents.marks = [files[0]]
        try world.catalog.remove(2)
        try world.catalog.remove(3)
        world.storage.contents.files[files[2]] = [1]
        world.storage.contents.files[files[4]] = nil
        let lone = StoredName.sample("lone.sql.gz")
        world.storage.contents.manifests[lone] = .sample(of: lone, bytes: 1)
        let newer = StoredName.sample("newer.sql.gz")
        world.storage.contents.manifests[newer] = .sample(of: newer, bytes: 1)
        world.storage.contents.manifests[newer]?.version = 3
        return world
    }

    @Test func `tells what a reconciliation would do, and does nothing`() throws {
        let world = try inDisorder()
        let before = world.picture

        let report = try world.service.reconcile(rehearsing: true)

        #expect(world.picture == before)
        #expect(world.recorded.lines.isEmpty)
        #expect(report.parts == [".backup_2020-01-01_000000.sql.gz.part"])
        #expect(report.deletions.map(\.description) == ["backup_2026-02-22_143001.sql.gz"])
        #expect(report.recorded.map(\.description) == ["backup_2026-02-22_143002.sql.gz"])
        #expect(report.disagreeing.map(\.description) == ["backup_2026-02-22_143003.sql.gz"])
        #expect(report.missingFiles.map(\.description) == ["backup_2026-02-22_143005.sql.gz"])
        #expect(report.loneManifests.map(\.description) == ["lone.sql.gz"])
        #expect(report.newerManifests.map(\.description) == ["newer.sql.gz"])
        #expect(report.failed.isEmpty)
    }

    @Test func `is what the reconciliation then does`() throws {
        let world = try inDisorder()

        let foretold = try world.service.reconcile(rehearsing: true)
        let done = try world.service.reconcile()

        #expect(done == foretold)
        var rest = Reconciliation()
        (rest.missingFiles, rest.disagreeing) = (foretold.missingFiles, foretold.disagreeing)
        rest.newerManifests = foretold.newerManifests
        #expect(try world.service.reconcile() == rest)
    }

    @Test func `waits for no backup that is being made`() throws {
        let world = try inDisorder()

        try world.lock.hold { _ throws(BackupError) in
            for rehearsing in [true, false] {
                #expect(throws: BackupError.alreadyRunning) { try world.service.reconcile(rehearsing: rehearsing) }
            }
        }
    }
}
