import BackupCore
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

    @Test func `what is half restored is said to be`() throws {
        world.make(holding: ["mine"])
        world.target.contents.loadFailure = .interrupted
        #expect(throws: BackupError.interrupted) { try world.restore(force: true) }
        let words = "the database is half restored: restore it again with --force"
        #expect(world.world.recorded.lines.contains { $0.contains(words) })

        world.target.contents.loadFailure = .databaseUnavailable(reason: "gone")
        let forced = #expect(throws: BackupError.self) { try world.restore(force: true) }
        #expect(
            forced?.description.hasSuffix(
                "'copy' was not empty before and is half restored now: do not use it as it is")
                == true)

        world.make()
        world.target.contents.undoFailure = .databaseUnavailable(reason: "gone")
        let stuck = #expect(throws: BackupError.self) { try world.restore() }
        #expect(stuck?.description.contains("'copy' is half restored and could not be emptied: ") == true)
    }
}
