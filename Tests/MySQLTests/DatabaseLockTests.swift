import BackupCore
import Posix
import TestSupport
import Testing

@testable import MySQL

@Suite(.enabled(if: PrivateServer.isInstalled, "needs mariadbd"))
struct DatabaseLockTests {
    private let home: TestDatabase

    init() throws { home = try TestDatabase(named: "lock") }

    /// The session that holds the lock.
    private func holder() throws -> String {
        try home.run("SELECT IFNULL(IS_USED_LOCK('\(DatabaseLock.name(for: home.name))'), '')").filter(\.isNumber)
    }

    @Test func `a second holder is refused at once, until the first is done`() throws {
        let lock = DatabaseLock(of: home.place)

        try lock.hold { held throws(BackupError) in
            let start = ContinuousClock.now
            #expect(throws: BackupError.alreadyRunning) { try lock.hold { _ in } }
            #expect(throws: BackupError.alreadyRunning) { try DatabaseLock(of: home.place).hold { _ in } }
            #expect(ContinuousClock.now - start < .seconds(5))
            try held.confirm()
        }

        try lock.hold { held throws(BackupError) in try held.confirm() }
    }

    @Test func `hands the result through, and lets go when the work fails`() throws {
        let lock = DatabaseLock(of: home.place)

        #expect(throws: BackupError.interrupted) {
            try lock.hold { _ throws(BackupError) in throw .interrupted }
        }

        #expect(try lock.hold { _ in 42 } == 42)
        #expect(try holder() == "")
    }

    @Test func `tells everyone which session holds it, and nothing of one who tidies up`() throws {
        let lock = DatabaseLock(of: home.place)
        #expect(try lock.holder() == nil)

        try lock.hold { held throws(BackupError) in
            let seen = try DatabaseLock(of: home.place).holder()
            #expect(seen == held.session)
            #expect((try? holder()) == "\(held.session)")
        }
        try lock.hold(for: .tidying) { _ throws(BackupError) in
            let seen = try lock.holder()
            #expect(seen == nil)
        }

        #expect(try lock.holder() == nil)
    }

    @Test func `another database has another lock`() throws {
        let other = try TestDatabase(named: "lock")

        try DatabaseLock(of: home.place).hold { _ throws(BackupError) in
            try DatabaseLock(of: other.place).hold { held throws(BackupError) in try held.confirm() }
        }
    }

    @Test func `knows that the lock was lost with its session, and says so ever after`() throws {
        try DatabaseLock(of: home.place).hold { held throws(BackupError) in
            try held.confirm()
            let id = Result { try home.run("KILL \(holder())") }
            #expect(throws: Never.self) { try id.get() }

            let error = #expect(throws: BackupError.self) { try held.confirm() }
            let start = "the dump failed: the lock 'backupd:\(home.name)' was lost meanwhile: "
            #expect(error?.description.hasPrefix(start) == true)
            #expect(throws: error ?? .alreadyRunning) { try held.confirm() }
        }
    }

    @Test func `finds out by itself that the lock was lost, before anybody asks`() throws {
        try DatabaseLock(of: home.place, interval: .milliseconds(50)).hold { held throws(BackupError) in
            #expect(held.loss == nil)
            #expect(throws: Never.self) { try home.run("KILL \(holder())") }

            #expect(throws: Never.self) { try waitUntil { held.loss != nil } }
        }
    }

    @Test func `whoever comes after a holder that died gets the lock`() throws {
        try DatabaseLock(of: home.place).hold { held throws(BackupError) in
            #expect(throws: Never.self) { try home.run("KILL \(holder())") }
            #expect(throws: Never.self) { try waitUntil { try holder() == "" } }

            try DatabaseLock(of: home.place).hold { second throws(BackupError) in
                try second.confirm()
                #expect(throws: BackupError.self) { try held.confirm() }
            }
        }
    }

    @Test(arguments: [1, 56, 57, 64])
    func `the longest database names have a lock`(length: Int) throws {
        // Long names that begin alike wait for each other, and the cases run side by side.
        let name = String(repeating: length == 64 ? "ö" : "ä", count: length - 1) + "x"
        try home.run("CREATE DATABASE IF NOT EXISTS `\(name)`")
        defer { #expect(throws: Never.self) { try home.run("DROP DATABASE `\(name)`") } }
        var place = home.place
        place.database = name

        #expect(DatabaseLock.name(for: name).unicodeScalars.count <= 64)
        try DatabaseLock(of: place).hold { held throws(BackupError) in
            #expect(throws: BackupError.alreadyRunning) { try DatabaseLock(of: place).hold { _ in } }
            try held.confirm()
        }
    }

    @Test func `a server that is not there is unavailable, and nothing is done`() throws {
        var place = home.place
        place.socketPath = "/nonexistent/mysql.sock"

        let error = #expect(throws: BackupError.self) {
            try DatabaseLock(of: place).hold { _ in Issue.record("held without a lock") }
        }

        guard case .databaseUnavailable = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }
}
