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
        #expect(report.failed.isEmpty)
    }

    @Test func `is what the reconciliation then does`() throws {
        let world = try inDisorder()

        let foretold = try world.service.reconcile(rehearsing: true)
        let done = try world.service.reconcile()

        #expect(done == foretold)
        var rest = Reconciliation()
        (rest.missingFiles, rest.disagreeing) = (foretold.missingFiles, foretold.disagreeing)
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
