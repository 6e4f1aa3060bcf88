import FoundationEssentials
import Synchronization
import TestSupport
import Testing

@testable import BackupCore

@Suite struct StatusTests {
    private let world = FakeWorld(secondsOfDump: 90)

    @Test func `at first there is nothing to tell but the room`() throws {
        let status = try world.service.status()

        #expect(status.running == nil && status.last == nil && status.newestProved == nil)
        #expect(status.room == Room(freeBytes: 1 << 40, totalBytes: 1 << 41))
    }

    @Test func `while one runs it is told by whom, since when and how far it is`() throws {
        let seen = Mutex<BackupStatus?>(nil)
        let progress = DumpProgress()
        world.arm(at: .createReserved) {
            let status = try? world.service.status()
            seen.withLock { $0 = status }
        }

        _ = try world.service.create(by: .administrator, reporting: progress)

        let running = try #require(seen.withLock { $0 }?.running)
        #expect(running.attempt?.by == Backup.Creator(id: 1, name: "Admin"))
        #expect(running.attempt?.startedAt == .sample)
        #expect(running.progress?.phase == .dumping)
        #expect(running.progress?.expectedSQLBytes != nil)
    }

    @Test func `one that runs elsewhere is named by its note, and by the note of its lock's holder alone`() throws {
        try world.lock.hold { held throws(BackupError) in
            let unknown = try world.service.status()
            let attempt = Attempt(startedAt: .sample, by: .administrator, session: held.session)
            world.storage.attempt = attempt
            let known = try world.service.status()
            world.storage.attempt?.session += 1
            let another = try world.service.running()

            #expect(unknown.running == BackupStatus.Running())
            #expect(known.running == BackupStatus.Running(attempt: attempt))
            #expect(known.last == nil)
            #expect(another == BackupStatus.Running())
        }
    }

    @Test func `while one runs, here or elsewhere, the last is still the one before`() throws {
        world.add(id: 1, at: .sample - 86400)
        world.storage.contents.room = Room(freeBytes: 1, totalBytes: 1 << 30)
        #expect(throws: BackupError.self) { try world.service.create(by: .administrator) }
        let failed = try #require(try world.service.status().last)
        world.storage.contents.room = Room(freeBytes: 1 << 40, totalBytes: 1 << 41)
        world.now += 1
        let seen = Mutex<[BackupStatus]>([])
        let here = world.service
        world.restart()
        let elsewhere = world.service
        world.arm(at: .createReserved) {
            for service in [here, elsewhere] {
                if let status = try? service.status() { seen.withLock { $0.append(status) } }
            }
        }

        _ = try here.create(by: .administrator)

        #expect(failed.failure == .room)
        let statuses = seen.withLock { $0 }
        #expect(statuses.map(\.running?.attempt?.startedAt) == [.sample + 1, .sample + 1])
        #expect(statuses.map(\.last) == [failed, failed])
    }

    @Test func `who only tidies up makes no backup`() throws {
        try world.lock.hold(for: .tidying) { _ throws(BackupError) in
            let running = try world.service.running()
            #expect(running == nil)
        }
    }

    @Test func `a success is told with its backup, also by the next process and when the note is lost`() throws {
        let made = try world.service.create(by: .administrator)
        for step in ["same process", "next process", "no note"] {
            if step != "same process" { world.restart() }
            if step == "no note" { world.storage.attempt = nil }

            let last = try #require(try world.service.status().last)

            #expect(last.backup?.id == made.id, "\(step)")
            #expect(last.failure == nil, "\(step)")
            #expect(last.endedAt == Date.sample + 90, "\(step)")
            #expect((last.attempt == nil) == (step == "no note"), "\(step)")
        }
    }

    @Test func `a success whose backup was deleted stays one`() throws {
        let made = try world.service.create(by: .administrator)
        try world.service.delete("\(made.id)", by: .administrator)

        let last = try world.service.status().last

        #expect(last?.attempt?.backup == made.id)
        #expect(last?.backup == nil && last?.failure == nil)
    }

    @Test func `a failure is told, also by the next process, until the next success`() throws {
        world.add(id: 1, at: .sample - 86400)
        world.storage.contents.room = Room(freeBytes: 1, totalBytes: 1 << 30)
        #expect(throws: BackupError.self) { try world.service.create(by: .administrator) }

        #expect(try world.service.status().last?.failure == .room)
        world.restart()
        #expect(try world.service.status().last?.failure == .room)
        #expect(try world.service.status().newestProved?.backup.id == 1)

        world.storage.contents.room = Room(freeBytes: 1 << 40, totalBytes: 1 << 41)
        world.now += 1
        _ = try world.service.create(by: nil)
        #expect(try world.service.status().last?.failure == nil)
    }

    @Test func `a failure that could not be noted is told by the process that knows`() throws {
        // What cannot be opened takes no note either.
        world.disturbance.arm(.death, atCall: 2)
        #expect(throws: BackupError.self) { try world.service.create(by: .administrator) }
        world.disturbance.disarm()

        #expect(world.storage.attempt == nil)
        #expect(try world.service.status().last?.failure == .storage)
    }

    @Test func `one whose process was killed has failed, unless its file was whole by then`() throws {
        world.storage.attempt = Attempt(startedAt: .sample, by: .administrator, session: 7)
        let last = try #require(try world.service.status().last)
        #expect(last.failure == .lost)
        #expect(last.endedAt == nil && last.backup == nil)

        world.add(id: 1, at: .sample + 60)

        #expect(try world.service.status().last?.failure == nil)
        #expect(try world.service.status().last?.backup?.id == 1)
    }

    @Test func `the newest proved backup is the newest whose manifest goes with its file`() throws {
        for id in 1...40 as ClosedRange<UInt64> {
            world.add(id: id, at: .sample + Double(id) * 86400, hasManifest: id <= 2)
        }
        world.now = .sample + 86400 * 41

        #expect(try world.service.status().newestProved?.backup.id == 2)
        #expect(try world.service.status().newestProved?.ageInSeconds == 39 * 86400)

        let file = try #require(world.catalog.rows.first { $0.id == 2 }?.file)
        world.storage.contents.files[file] = nil
        #expect(try world.service.status().newestProved?.backup.id == 1)
    }
}
