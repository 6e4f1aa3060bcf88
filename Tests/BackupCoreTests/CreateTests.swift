import BackupCore
import FoundationEssentials
import TestSupport
import Testing

@Suite struct CreateTests {
    private let whole = FakeWorld.dump.flatMap { $0 }

    @Test func `leaves a file, its manifest and its row, which agree`() throws {
        let world = FakeWorld()

        let backup = try world.service.create(by: .administrator)

        let file = StoredName.sample("backup_2026-02-23_143000.sql.gz")
        var made = Backup.sample(id: 1, file: file)
        made.sizeInBytes = Int64(whole.count)
        #expect(backup == made)
        let sum = "f5c56bc7cb357f52307fb92fa4960e0c4b650049c6fc13bbfb2a0123ce294069"
        let manifest = BackupManifest.sample(of: file, file: Measured(bytes: Int64(whole.count), sha256: sum))
        #expect(world.storage.contents.files == [file: whole])
        #expect(world.storage.contents.manifests == [file: manifest])
        made.creator = nil
        #expect(world.catalog.rows == [made])
        #expect(world.storage.contents.parts.isEmpty)
    }

    @Test func `is recorded at the time the dump was complete, under the name of its beginning`() throws {
        let world = FakeWorld(secondsOfDump: 90.7)

        let backup = try world.service.create(by: .administrator)

        #expect(backup.fileName == "backup_2026-02-23_143000.sql.gz")
        #expect(backup.createdAt == Date.sample.addingTimeInterval(90))
        #expect(backup.updatedAt == backup.createdAt)
    }

    @Test func `is refused while another is being made, and changes nothing`() throws {
        let world = FakeWorld()
        let before = world.picture

        try world.lock.hold { _ throws(BackupError) in
            _ = #expect(throws: BackupError.alreadyRunning) { try world.service.create(by: .administrator) }
        }

        #expect(world.picture == before)
        #expect(try world.service.create(by: .administrator).id == 1)
    }

    @Test func `keeps the newest ten`() throws {
        let world = FakeWorld()

        for second in 0..<12 {
            world.now = Date.sample.addingTimeInterval(Double(second))
            _ = try world.service.create(by: .administrator)
        }

        #expect(world.catalog.rows.map(\.id) == Array(3...12))
        #expect(Set(world.storage.contents.files.keys) == Set(world.catalog.rows.compactMap(\.file)))
        #expect(world.storage.contents.manifests.count == 10)
        #expect(world.storage.contents.marks.isEmpty)
    }

    @Test func `prunes neither itself nor the newest though the clock was set back`() throws {
        let world = FakeWorld(keepLast: 2)
        for day in 1...3 { world.add(id: UInt64(day), at: Date.sample.addingTimeInterval(Double(day) * 86400)) }

        let backup = try world.service.create(by: .administrator)

        #expect(world.catalog.rows.map(\.id) == [3, backup.id])
    }

    @Test func `prunes a row that leads elsewhere without touching what it leads to`() throws {
        let world = FakeWorld(keepLast: 1)
        var stray = Backup.sample(id: 1, at: .distantPast)
        stray.path = "elsewhere/\(stray.fileName)"
        world.catalog.add(stray)
        let file = StoredName.sample(stray.fileName)
        world.storage.contents.files[file] = [1, 2, 3]

        _ = try world.service.create(by: .administrator)

        #expect(world.catalog.rows.map(\.id) == [2])
        #expect(world.storage.contents.files[file] == [1, 2, 3])
    }

    @Test func `prunes no file that another row names too`() throws {
        let world = FakeWorld(keepLast: 2)
        let kept = world.add(id: 2, at: Date.sample.addingTimeInterval(-60))
        world.catalog.add(.sample(id: 1, at: .distantPast, file: kept.file))

        _ = try world.service.create(by: .administrator)

        #expect(world.catalog.rows.map(\.id) == [2, 3])
        #expect(kept.file.map { world.storage.contents.files.keys.contains($0) } == true)
    }

    /// The lock is asked for twice: before the file gets its name, and again before the row is written.
    ///
    /// Lost in between, the
    /// file stays for the next reconciliation: another create may be recording it by then.
    @Test(arguments: [
        ("the dump did not start", [true]), ("the dump broke off", [true, true, true]),
        ("the dump ended badly", [true]),
        ("the lock was lost", [true, false]),
    ])
    func `is no success unless the dump and the lock are known to be good`(reason: String, leaveNothing: [Bool]) {
        let outcomes = (1...100).compactMap { call -> Bool? in
            let world = FakeWorld()
            world.disturbance.arm(.refusal, atCall: call)
            do throws(BackupError) {
                _ = try world.service.create(by: .administrator)
                return nil
            } catch {
                guard error == .dumpFailed(reason: reason) else { return nil }
                #expect(world.catalog.rows.isEmpty)
                return world.storage.contents.files.isEmpty && world.storage.contents.manifests.isEmpty
            }
        }

        #expect(outcomes == leaveNothing)
    }

    @Test func `tells the operator what was made, of what size, and for whom`() throws {
        let world = FakeWorld()

        let made = try world.service.create(by: .administrator)

        let file = "backup_2026-02-23_143000.sql.gz"
        let sum = try #require(world.storage.contents.manifests[.sample(made.fileName)]).sha256
        let lines = world.recorded.lines.map { $0.replacing(#/ seconds=[0-9.e-]+/#, with: " seconds=…") }
        #expect(
            lines == [
                "level=info message=\"backup started\" file=\(file) user=1",
                "level=info message=\"dump ended\" sql_bytes=36 seconds=… level=-",
                "level=info message=\"dump proved\" tables=1 objects=1",
                "level=info message=\"file kept\" file=\(file) bytes=36 sha256=\(sum)",
                "level=info message=\"backup created\" id=1 file=\(file) bytes=36 sql_bytes=36 seconds=…",
            ])
    }

    @Test func `tells how it ended once the lock is free again, with the log of its request`() throws {
        let world = FakeWorld()
        let service = world.service.with(log: world.recorded.log.with(["request": "7f3a"]), request: "7f3a")

        let made = try service.create(by: .administrator)
        world.disturbance.arm(.refusal, atCall: 1)
        #expect(throws: BackupError.self) { try service.create(by: nil) }

        let outcomes = world.outcomes
        #expect(outcomes.map(\.request) == ["7f3a", "7f3a"])
        #expect(outcomes.map(\.userID) == [1, nil])
        let first = try outcomes[0].result.get()
        #expect(first.backup == made)
        #expect(first.dump == DumpFigures(seconds: first.dump.seconds, sqlBytes: 36, fileBytes: 36, meanLevel: nil))
        #expect(first.dump.seconds > 0 && outcomes[0].seconds >= first.dump.seconds)
        #expect(throws: BackupError.databaseUnavailable(reason: "disturbed")) { try outcomes[1].result.get() }
        #expect(try service.create(by: nil).id == 2, "the lock is free for the next")
    }
}
