package import BackupCore
import Posix
import Synchronization

/// The right to dump one database, as a `GET_LOCK` of a session of its own.
///
/// The lock lives in the server, so it holds for every worker on every host, and falls with its session: a dead process
/// blocks nobody. A thread of its own, `lock-keeper`, keeps the session and asks every ten seconds whether the lock is
/// still held, because a session that lies idle may be dropped, and a host without power would otherwise keep the lock until
/// the server notices.
package struct DatabaseLock: BackupLock {
    private let server: DatabaseServer
    private let name: String
    /// How often it is asked whether the lock is still held.
    private let interval: Duration

    package init(of server: DatabaseServer) { self.init(of: server, interval: .seconds(10)) }

    init(of server: DatabaseServer, interval: Duration) {
        self.init(of: server, named: Self.name(for: server.database), interval: interval)
    }

    /// The lock of that name, held in a session that uses the server's database for nothing.
    init(of server: DatabaseServer, named name: String, interval: Duration = .seconds(10)) {
        self.server = server
        self.name = name
        self.interval = interval
    }

    /// Names are the server's, not the database's, and have at most 64 characters; two databases whose long names begin
    /// alike wait for each other, which harms neither.
    static func name(for database: String) -> String {
        "backupd:" + String(database.unicodeScalars.prefix(56).map(Character.init))
    }

    package func hold<Result>(
        _ body: (any HeldLock) throws(BackupError) -> Result
    ) throws(BackupError) -> Result {
        let keeper: LockKeeper
        let thread: PosixThread
        do throws(SystemError) {
            let made = try LockKeeper(server: server, name: name, interval: interval)
            thread = try PosixThread(named: "lock-keeper") { made.run() }
            keeper = made
        } catch {
            throw .dumpFailed(reason: "the lock's thread could not be started: \(error)")
        }
        defer {
            keeper.release()
            thread.join()
        }
        try keeper.waitUntilDecided()
        return try body(keeper)
    }
}

/// Holds the lock's session on a thread of its own.
private final class LockKeeper: HeldLock, Sendable {
    private enum State {
        case deciding
        case held
        case refused(BackupError)
        case lost(reason: String)
    }

    private let server: DatabaseServer
    private let interval: Duration
    private let name: String
    private let state = Mutex(State.deciding)
    /// Signaled each time the state has been set by a question.
    private let answered: Semaphore
    private let asked: Semaphore
    private let released: Cancellation

    init(server: DatabaseServer, name: String, interval: Duration) throws(SystemError) {
        self.server = server
        self.name = name
        self.interval = interval
        answered = try Semaphore()
        asked = try Semaphore()
        released = try Cancellation()
    }

    func waitUntilDecided() throws(BackupError) {
        answered.wait()
        if case .refused(let error) = state.withLock({ $0 }) { throw error }
    }

    func confirm() throws(BackupError) {
        asked.signal()
        answered.wait()
        if let loss { throw .dumpFailed(reason: loss) }
    }

    var loss: String? {
        switch state.withLock({ $0 }) {
        case .held: nil
        case .lost(let reason): "the lock '\(name)' was lost meanwhile: \(reason)"
        case .deciding, .refused: "the lock '\(name)' is not held"
        }
    }

    func release() { released.cancel() }

    /// The keeper's thread: takes the lock, then asks for it until released.
    func run() {
        guard let session = take() else { return answered.signal() }
        answered.signal()
        while true {
            let wake = Wait(for: [released.descriptor, asked.descriptor], atMost: interval).ready
            if wake.contains(released.descriptor) { break }
            check(session)
            if wake.contains(asked.descriptor) {
                asked.wait()
                answered.signal()
            }
        }
        letGo(session)
    }

    /// The lock ends with the session, but the server takes its time to notice that; who comes next shall not be refused.
    private func letGo(_ session: Session) {
        guard case .held = state.withLock({ $0 }) else { return }
        // A session that is lost has no lock any more.
        _ = try? session.connection.query("SELECT RELEASE_LOCK(?)", [.text(name)])
    }

    private func take() -> Session? {
        do throws(MySQLError) {
            let session = try Session(with: server)
            // Should this host vanish, the server lets go of the lock after a minute.
            try session.connection.execute("SET SESSION wait_timeout = 60")
            let answer = try session.connection.query("SELECT GET_LOCK(?, 0)", [.text(name)]).first?[0]
            guard answer == "1" else {
                let error: BackupError =
                    answer == "0" ? .alreadyRunning : .catalogFailed(reason: "GET_LOCK('\(name)') gave no answer")
                state.withLock { $0 = .refused(error) }
                return nil
            }
            state.withLock { $0 = .held }
            return session
        } catch {
            let refusal = BackupError(error)
            state.withLock { $0 = .refused(refusal) }
            return nil
        }
    }

    /// Asks whether the lock is still this session's; once lost, it stays lost.
    private func check(_ session: Session) {
        guard case .held = state.withLock({ $0 }) else { return }
        do throws(MySQLError) {
            let answer = try session.connection.query("SELECT IS_USED_LOCK(?) = CONNECTION_ID()", [.text(name)]).first?[
                0]
            if answer != "1" { state.withLock { $0 = .lost(reason: "another session holds it, or none") } }
        } catch {
            state.withLock { $0 = .lost(reason: "\(error)") }
        }
    }
}
