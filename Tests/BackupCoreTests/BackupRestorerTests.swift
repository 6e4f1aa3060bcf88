import BackupCore
import FoundationEssentials
import TestSupport
import Testing

@Suite struct BackupRestorerTests {
    private let world: RestoreWorld

    init() throws { world = try RestoreWorld() }

    @Test func `a backup comes back into a database that is made for it`() throws {
        let restoration = try world.restore()

        #expect(world.census() == FakeDumper.contents.census)
        #expect(restoration.census == FakeDumper.contents.census)
        #expect(restoration.sqlBytes == Int64(FakeWorld.dump.joined().count))
        #expect(world.target.contents.loaded == [LoadOptions()])
    }

    @Test func `a damaged file touches no database`() throws {
        world.world.storage.contents.files[world.file]?[12] ^= 1

        #expect(throws: BackupError.self) { try world.restore() }
        #expect(throws: BackupError.self) { try world.drill() }

        #expect(world.target.contents.databases.isEmpty)
        #expect(world.target.contents.loaded.isEmpty)
    }

    @Test func `a database that holds anything is refused without force`() throws {
        world.make(holding: ["mine"])

        #expect(throws: BackupError.notEmpty(database: "copy", objects: 1)) { try world.restore() }
        #expect(world.target.contents.loaded.isEmpty)
        #expect(try world.restore(force: true).left == ["table 'mine'"])
    }

    @Test(arguments: [true, false])
    func `a failure leaves what was there`(isThere: Bool) throws {
        if isThere { world.make() }
        let before = world.target.contents.databases
        world.target.contents.loadFailure = .interrupted

        #expect(throws: BackupError.interrupted) { try world.restore() }

        #expect(world.target.contents.databases == before)
    }

    @Test func `what does not hold all that the backup held was not restored`() throws {
        world.target.contents.made = Census()

        let error = #expect(throws: BackupError.self) { try world.restore() }

        #expect(error?.description.contains("the text was carried out, but 'copy' lacks table 't'\nhint: ") == true)
        #expect(world.census() == nil)
    }

    @Test func `nor what holds more`() throws {
        world.target.contents.made.insert(ObjectName("tr"), as: .triggers)

        let error = #expect(throws: BackupError.self) { try world.restore() }

        #expect(error?.description.contains("'copy' holds more than the backup: trigger 'tr'") == true)
    }

    @Test(
        arguments: [
            (.nothing, "nothing of the backup was carried out: 'copy' is as it was"),
            (
                .some,
                "'copy' was not empty before and is half restored now: restore over it again with --force before it is used"
            ),
        ] as [(LoadFailure.Extent, String)])
    func `over what is there, the cause is told and how far it went`(extent: LoadFailure.Extent, state: String) throws {
        world.make(holding: ["mine"])
        world.target.contents.carriedOut = extent

        for cause in [BackupError.interrupted, .damaged(file: "f", reason: "why")] {
            world.target.contents.loadFailure = cause
            #expect(throws: BackupError.leftBehind(after: cause, state: state)) { try world.restore(force: true) }
        }
    }

    @Test func `over what is there, a text that was carried out and brought too little is told as that`() throws {
        world.make(holding: ["mine"])
        world.target.contents.made = Census()

        let error = #expect(throws: BackupError.self) { try world.restore(force: true) }

        let state = "'copy' was not empty before and was restored over: do not use it as it is"
        #expect(error?.description.hasSuffix(state) == true)
    }

    @Test func `what could not be undone is told behind the cause`() throws {
        let (cause, obstacle) = (
            BackupError.damaged(file: "f", reason: "why"), BackupError.catalogFailed(reason: "gone")
        )
        world.make()
        world.target.contents.loadFailure = cause
        world.target.contents.undoFailure = obstacle
        let half = "'copy' is half restored and could not be emptied: \(obstacle)"

        #expect(throws: BackupError.leftBehind(after: cause, state: half)) { try world.restore() }

        world.make()
        (world.target.contents.undoFailure, world.target.contents.unended) = (nil, obstacle)
        let going = "the server may still be at work in 'copy': \(obstacle)"
        #expect(throws: BackupError.leftBehind(after: cause, state: going)) { try world.restore() }
    }

    @Test func `a clock that is set back meanwhile makes no restore take less than no time`() throws {
        world.target.contents.meanwhile = { [world = world.world] in world.now -= 3600 }

        #expect(try world.restore().seconds >= 0)
        #expect(try world.drill().restoreSeconds >= 0)
        #expect(world.world.storage.contents.manifests[world.file]?.restoreSeconds ?? -1 >= 0)
    }
}
