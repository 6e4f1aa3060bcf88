import BackupCore
import TestSupport
import Testing

@Suite struct DrillTests {
    private let world: RestoreWorld

    init() throws { world = try RestoreWorld() }

    private var manifest: BackupManifest? {
        get { world.world.storage.contents.manifests[world.file] }
        nonmutating set { world.world.storage.contents.manifests[world.file] = newValue }
    }

    @Test func `a drill compares, drops what it made, and is noted`() throws {
        let before = try #require(manifest)

        let drill = try world.drill()

        #expect(drill.isRecorded)
        #expect(drill.proof == .values)
        #expect(drill.rows == Int64(FakeWorld.dump.joined().count))
        #expect(world.census(of: "scratch") == nil)
        #expect(world.target.contents.loaded == [LoadOptions(disablesEvents: true)])
        var noted = before
        (noted.restoredAt, noted.restoreSeconds) = (world.world.now, 1)
        #expect(manifest == noted)
    }

    @Test func `rows that differ fail it`() throws {
        let rows = world.target.contents.rows
        world.target.contents.rows = rows.map { $0 == rows[0] ? $0 ^ 1 : $0 }
        let values = #expect(throws: BackupError.self) { try world.drill() }
        world.target.contents.rows = Array(rows.dropLast())
        let count = #expect(throws: BackupError.self) { try world.drill() }

        #expect(
            values?.description.contains("rows of table 't' came back with other values than the backup has") == true)
        #expect(
            count?.description
                == "the backup '\(world.file)' did not come back as it was written: table 't' has \(rows.count - 1) rows after the restore, the backup \(rows.count)"
        )
        #expect(world.census(of: "scratch") == nil)
        #expect(manifest?.restoredAt == nil)
    }

    @Test func `without a manifest only their number is compared`() throws {
        manifest = nil
        world.target.contents.rows = world.target.contents.rows.map { $0 ^ 1 }

        let drill = try world.drill()

        #expect(drill.proof == .counts)
        #expect(!drill.isRecorded)
        #expect(manifest == nil)
    }

    @Test func `one whose database could not be dropped has passed, and says so`() throws {
        let leftover = BackupError.scratchRemains(database: "scratch", reason: "why")
        world.target.contents.dropFailure = leftover

        let drill = try world.drill()

        #expect(drill.leftover == leftover)
        #expect(manifest?.restoredAt != nil)
    }

    @Test func `what only could not be tried proves nothing against the backup`() throws {
        for cause in [BackupError.restoreFailed(reason: "why"), .databaseUnavailable(reason: "why")] {
            world.target.contents.loadFailure = cause
            #expect(throws: cause) { try world.drill() }
        }
    }

    @Test func `one that fails leaves no database and no note`() throws {
        world.target.contents.loadFailure = .interrupted

        #expect(throws: BackupError.interrupted) { try world.drill() }

        #expect(world.census(of: "scratch") == nil)
        #expect(manifest?.restoredAt == nil)
    }

    @Test func `it is noted in the manifest that was proved, and in no other`() throws {
        let calls = try callsOfADrill()
        // The last calls look for the manifest and save it.
        for call in 1...calls {
            let world = try RestoreWorld()
            let file = world.file
            let storage = world.world.storage
            world.world.disturbance.arm(atCall: call) {
                storage.contents.manifests[file] = nil
                storage.contents.files[file] = nil
            }

            // A backup that goes early fails the drill; what counts is what is left.
            _ = try? world.drill()

            #expect(storage.contents.manifests[file] == nil, "gone before call \(call) of \(calls)")
        }
    }

    private func callsOfADrill() throws -> Int {
        let world = try RestoreWorld()
        var calls = 0
        repeat {
            calls += 1
            world.world.disturbance.arm(atCall: calls) {}
            _ = try world.drill()
        } while world.world.disturbance.hasStruck
        return calls - 1
    }
}
