import BackupCore
import Posix
import Synchronization
import TestSupport
import Testing

@testable import MySQL

/// The lock in the hands of those who only put things in order, as every start of a worker does.
@Suite(.enabled(if: PrivateServer.isInstalled, "needs mariadbd"))
struct TidyingLockTests {
    private let home: TestDatabase

    init() throws { home = try TestDatabase(named: "tidy") }

    @Test func `a backup waits until they are done`() throws {
        let lock = DatabaseLock(of: home.place, patience: 30)
        let outcome = Mutex<Result<Int, BackupError>?>(nil)
        let backup = { @Sendable in
            let result = Result { () throws(BackupError) in try lock.hold { _ in 42 } }
            outcome.withLock { $0 = result }
        }

        let waiting = try lock.hold(for: .tidying) { _ in
            Result {
                let thread = try PosixThread(named: "guest", backup)
                try waitUntil { try isWaiting() }
                return thread
            }
        }
        try waiting.get().join()

        #expect(try outcome.withLock { $0 }?.get() == 42)
    }

    @Test func `a backup does not wait for ever`() throws {
        _ = try DatabaseLock(of: home.place).hold(for: .tidying) { _ in
            #expect(throws: BackupError.alreadyRunning) { try DatabaseLock(of: home.place, patience: 1).hold { _ in } }
        }
    }

    @Test func `they wait for nobody`() throws {
        let lock = DatabaseLock(of: home.place, patience: 600)

        for work in [LockedWork.backup, .tidying] {
            _ = try lock.hold(for: work) { _ in
                #expect(throws: BackupError.alreadyRunning) { try lock.hold(for: .tidying) { _ in } }
            }
        }
        try lock.hold(for: .tidying) { held throws(BackupError) in try held.confirm() }
        _ = try lock.hold { _ in
            #expect(throws: BackupError.alreadyRunning, "a backup that is being made") { try lock.hold { _ in } }
        }
    }

    /// Whether somebody waits for a lock in this database.
    private func isWaiting() throws -> Bool {
        let state = "state = 'User lock' AND db = '\(home.name)'"
        return try home.run("SELECT COUNT(*) FROM information_schema.processlist WHERE \(state)") != "0\n"
    }
}
