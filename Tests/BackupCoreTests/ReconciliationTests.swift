import BackupCore
import FoundationEssentials
import TestSupport
import Testing

@Suite struct ReconciliationTests {
    private let world = FakeWorld()

    @Test func `records a whole backup again whose row a restore took back`() throws {
        let row = world.add(id: 4, at: Date.sample.addingTimeInterval(-3600))
        try world.catalog.remove(4)

        try world.service.reconcileAtStart()

        var again = row
        (again.id, again.creator) = (5, nil)
        #expect(world.catalog.rows == [again])
        #expect(
            world.recorded.lines == [
                "level=warning message=\"a whole backup without a row was recorded again\" "
                    + "file=backup_2026-02-23_133000.sql.gz id=5"
            ])
    }

    @Test func `leaves a file alone that does not agree with its manifest`() throws {
        let file = try #require(world.add(id: 1, at: .sample).file)
        try world.catalog.remove(1)
        world.storage.contents.files[file]?.removeLast()
        let before = world.picture

        try world.service.reconcileAtStart()

        #expect(world.picture == before)
        #expect(world.recorded.lines.count == 1)
    }

    @Test func `leaves a backup alone whose manifest a newer version wrote, and reports it`() throws {
        for hasFile in [true, false] {
            let world = FakeWorld()
            let file = try #require(world.add(id: 1, at: .sample).file)
            try world.catalog.remove(1)
            world.storage.contents.manifests[file]?.version = 3
            if !hasFile { world.storage.contents.files = [:] }
            let before = world.picture

            let report = try world.service.reconcile()

            #expect(world.picture == before)
            var expected = Reconciliation()
            expected.newerManifests = [file]
            #expect(report == expected)
            #expect(world.recorded.lines.count == 1)
            #expect(world.recorded.lines.first?.contains("this one knows version 2") == true)
        }
    }

    @Test func `leaves files alone that have neither row nor manifest, whatever their name`() throws {
        world.storage.contents.files = [
            .sample("backup_2026-02-23_143000.sql.gz"): [1], .sample("dump.sql"): [2], .sample("a.json"): [3],
        ]
        let before = world.picture

        try world.service.reconcileAtStart()

        #expect(world.picture == before)
        #expect(world.recorded.lines.isEmpty)
    }

    @Test func `leaves the PHP module's backups as they are`() throws {
        world.add(id: 1, at: .sample, hasManifest: false)
        let before = world.picture

        try world.service.reconcileAtStart()

        #expect(world.picture == before)
    }

    @Test func `finishes a deletion that was begun, whatever is left of the backup`() throws {
        for remains in 0..<8 {
            let world = FakeWorld()
            let file = try #require(world.add(id: 1, at: .sample).file)
            world.storage.contents.marks = [file]
            if remains & 1 == 0 { world.storage.contents.files = [:] }
            if remains & 2 == 0 { try world.catalog.remove(1) }
            if remains & 4 == 0 { world.storage.contents.manifests = [:] }

            try world.service.reconcileAtStart()

            #expect(world.picture == FakeWorld().picture, "remains \(remains)")
        }
    }

    @Test func `reports a row whose file is gone, and keeps row and manifest`() throws {
        world.add(id: 1, at: .sample)
        world.storage.contents.files = [:]
        let before = world.picture

        try world.service.reconcileAtStart()

        #expect(world.picture == before)
        #expect(
            world.recorded.lines == [
                "level=warning message=\"a backup's file is gone\" file=backup_2026-02-23_143000.sql.gz"
            ])
    }

    @Test func `sweeps the part of an interrupted create, also before the next one`() throws {
        let name = StoredName.sample("backup_2020-01-01_000000.sql.gz")
        world.storage.contents.parts[name] = [1]

        _ = try world.service.create(by: .administrator)

        #expect(world.storage.contents.parts.isEmpty)
        #expect(world.recorded.lines.first?.hasSuffix(" file=.\(name).part") == true)
    }

    @Test func `does nothing while a backup is being made`() throws {
        world.storage.contents.parts[.sample("a")] = [1]
        let before = world.picture

        try world.lock.hold { _ throws(BackupError) in try world.service.reconcileAtStart() }

        #expect(world.picture == before)
    }
}
