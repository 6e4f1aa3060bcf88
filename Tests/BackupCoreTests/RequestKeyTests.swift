import BackupCore
import FoundationEssentials
import TestSupport
import Testing

@Suite struct RequestKeyTests {
    private let world = FakeWorld()
    private let key = RequestKey("8e03978e", of: .administrator)

    private func create(
        under key: RequestKey? = nil, by identity: Identity = .administrator
    ) throws(BackupError) -> Backup {
        try world.service.create(by: identity, under: key ?? self.key)
    }

    @Test func `the same key brings the same backup, also to a process that knows nothing of it`() throws {
        let first = try create()
        world.now += 3600
        world.restart()

        #expect(try create() == first)

        #expect(world.catalog.rows.count == 1)
        #expect(world.storage.contents.files.count == 1)
    }

    @Test func `another key, another user and no key bring another backup`() throws {
        let other = Identity(userID: 2, userName: "Other")
        _ = try create()

        _ = try create(under: RequestKey("8e03978f", of: .administrator))
        _ = try create(under: RequestKey("8e03978e", of: other), by: other)
        _ = try world.service.create(by: .administrator)

        #expect(world.catalog.rows.count == 4)
    }

    @Test(arguments: [(86399.0, 1), (86400, 2)])
    func `a key counts for a day`(seconds: Double, backups: Int) throws {
        _ = try create()
        world.now += seconds

        _ = try create()

        #expect(world.catalog.rows.count == backups)
    }

    @Test func `a key goes with its backup`() throws {
        let first = try create()
        try world.service.delete("\(first.id)", by: .administrator)

        #expect(try create() != first)

        #expect(world.catalog.rows.count == 1)
    }

    @Test func `a backup whose file is lost is none`() throws {
        let first = try create()
        world.storage.contents.files = [:]

        #expect(try create() != first)
    }

    @Test func `while it runs the key is refused, as is another; one that was answered is answered again`() throws {
        let first = try create()

        try world.lock.hold { _ throws(BackupError) in
            let again = try create()
            #expect(again == first)
            #expect(throws: BackupError.alreadyRunning) {
                try create(under: RequestKey("another", of: .administrator))
            }
        }
    }

    @Test(arguments: Disturbance.Kind.allCases)
    func `wherever a create breaks, repeating it makes one backup and no second`(kind: Disturbance.Kind) throws {
        for breakAt in 1...200 {
            let world = FakeWorld()
            world.disturbance.arm(kind, atCall: breakAt)
            let attempt = Result { () throws(BackupError) in try world.service.create(by: .administrator, under: key) }
            let wasStruck = world.disturbance.hasStruck
            world.disturbance.disarm()
            world.restart()

            let repeated = try world.service.create(by: .administrator, under: key)

            #expect(world.catalog.rows.count == 1, "\(kind) at call \(breakAt)")
            #expect(world.storage.contents.files.count == 1, "\(kind) at call \(breakAt)")
            if case .success(let made) = attempt { #expect(made == repeated, "\(kind) at call \(breakAt)") }
            if !wasStruck { return }
        }
        Issue.record("two hundred calls and still not to its end")
    }
}
