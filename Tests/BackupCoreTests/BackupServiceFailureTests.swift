import BackupCore
import TestSupport
import Testing

/// Breaks the n-th call to the outside world, for every n until the run no longer gets so far.
@Suite struct BackupServiceFailureTests {
    @Test(arguments: Disturbance.Kind.allCases)
    func `a create may break anywhere`(kind: Disturbance.Kind) throws {
        try breakEverywhere(kind, atLeast: 30) { world, before, comment in
            let result = Result { () throws(BackupError) in try world.service.create(by: .administrator) }
            let backup = try? result.get()

            if case .failure(let error) = result, kind != .death {
                #expect(world.picture.rows == before.rows, "a failed create leaves the rows, \(comment)")
                #expect(world.picture.contents.parts.isEmpty, "and no part, \(comment)")
                // Once the lock is lost, another create may be recording the file: CreateTests tells when it stays.
                let isLockLost = error == .dumpFailed(reason: "the lock was lost")
                let areSame = world.picture.contents.files == before.contents.files
                #expect(areSame || isLockLost, "and the files, \(comment)")
            }
            if let backup {
                #expect(world.picture.rows.contains { $0.id == backup.id }, "the new one is recorded, \(comment)")
            }
        }
    }

    @Test(arguments: Disturbance.Kind.allCases)
    func `a delete may break anywhere`(kind: Disturbance.Kind) throws {
        for id in ["1", "2", "3", "4"] {
            try breakEverywhere(kind, atLeast: 2) { world, _, comment in
                let isDeleted = (try? world.service.delete(id, by: .administrator)) != nil

                #expect(!isDeleted || world.picture.rows.allSatisfy { "\($0.id)" != id }, comment)
            } exempt: { before in
                before.rows.removeAll { "\($0.id)" == id }
            }
        }
    }

    @Test(arguments: Disturbance.Kind.allCases)
    func `a reconciliation may break anywhere and comes to the same end`(kind: Disturbance.Kind) throws {
        let undisturbed = inDisorder()
        try undisturbed.service.reconcileAtStart()

        for call in 1...200 {
            let world = inDisorder()
            world.disturbance.arm(kind, atCall: call)
            try? world.service.reconcileAtStart()
            guard world.disturbance.hasStruck else {
                #expect(call > 20)
                return
            }
            world.disturbance.disarm()
            try world.service.reconcileAtStart()

            // Which of two files is recorded first, and so gets the lower id, may differ.
            #expect(world.picture.withoutIDs == undisturbed.picture.withoutIDs, "\(kind) at call \(call)")
        }
        Issue.record("two hundred calls and still no end: what does a reconciliation do so often?")
    }

    @Test func `a second death on the way up changes nothing`() throws {
        for call in stride(from: 1, through: 40, by: 3) {
            for second in 1...25 {
                let world = FakeWorld.inUse()
                let before = world.picture
                world.disturbance.arm(.death, atCall: call)
                _ = try? world.service.create(by: .administrator)
                world.disturbance.arm(.death, atCall: second)
                try? world.service.reconcileAtStart()

                world.disturbance.disarm()
                try world.service.reconcileAtStart()

                world.checkOrder(since: before, "deaths at call \(call), then \(second)")
            }
        }
    }

    /// Runs `act` in worlds of one kind, breaks its calls one after the other, checks the promises, lets the service
    /// start anew, checks the order, and makes a backup.
    private func breakEverywhere(
        _ kind: Disturbance.Kind, atLeast calls: Int,
        _ act: (FakeWorld, FakeWorld.Picture, Comment) -> Void,
        exempt: (inout FakeWorld.Picture) -> Void = { _ in }
    ) throws {
        for call in 1...200 {
            let comment: Comment = "\(kind) at call \(call)"
            let world = FakeWorld.inUse()
            let before = world.picture
            world.disturbance.arm(kind, atCall: call)
            act(world, before, comment)
            guard world.disturbance.hasStruck else {
                #expect(call > calls)
                return
            }
            world.checkPromises(since: before, comment, exempt: exempt)

            world.disturbance.disarm()
            try world.service.reconcileAtStart()
            world.checkOrder(since: before, comment)
            let inOrder = world.picture
            try world.service.reconcileAtStart()
            #expect(world.picture == inOrder, "once is enough, \(comment)")

            let backup = try world.service.create(by: .administrator)
            #expect(world.catalog.rows.count == 3)
            #expect(world.catalog.rows.contains { $0.id == backup.id })
        }
        Issue.record("two hundred calls and still no end: what is it that does so much?")
    }

    /// What crashes and a restored dump can leave: a part, two deletions begun, two files without rows, a manifest
    /// alone.
    private func inDisorder() -> FakeWorld {
        let world = FakeWorld.inUse()
        for id in [7, 8, 9] as [UInt64] { world.add(id: id, at: FakeWorld.day(Int(id))) }
        let lone = (20...23).map { Backup.sample(id: 0, at: FakeWorld.day($0)).file ?? FakeWorld.foreign }
        let whole = FakeWorld.dump.flatMap { $0 }
        world.storage.contents.parts[lone[0]] = [1]
        world.storage.contents.marks = Set(world.catalog.rows.filter { [7, 8].contains($0.id) }.compactMap(\.file))
        for file in lone[1...2] {
            world.storage.contents.files[file] = whole
            world.storage.contents.manifests[file] = .sample(of: file, bytes: whole.count)
        }
        world.storage.contents.manifests[lone[3]] = .sample(of: lone[3], bytes: whole.count)
        return world
    }
}

extension FakeWorld.Picture {
    fileprivate var withoutIDs: FakeWorld.Picture {
        var picture = self
        picture.rows.sort { $0.path < $1.path }
        for index in picture.rows.indices { picture.rows[index].id = 0 }
        return picture
    }
}
