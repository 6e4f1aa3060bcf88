import BackupCore
import Posix
import Synchronization

/// Holds the lock's session on a thread of its own.
final class LockKeeper: HeldLock, Sendable {
    private enum State {
        case deciding
        case held
        case refused(BackupError)
        case lost(reason: String)
    }

    private let server: DatabaseServer
    private let interval: Duration
    private let name: String
    private let work: LockedWork
    private let patience: Int
    private let state = Mutex(State.deciding)
    private let sessionID = Mutex(UInt64(0))
    /// Signaled each time the state has been set by a question.
    private let answered: Semaphore
    private let asked: Semaphore
    private let released: Cancellation

    init(
        server: DatabaseServer, name: String, work: LockedWork, interval: Duration, patience: Int
    ) throws(SystemError) {
        self.server = server
        self.name = name
        self.work = work
        self.interval = interval
        self.patience = patience
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

    var session: UInt64 { sessionID.withLock { $0 } }

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

    /// The lock ends with the session, but the server takes its time to notice that; who comes next shall not be
    /// refused.
    private func letGo(_ session: Session) {
        guard case .held = state.withLock({ $0 }) else { return }
        // A session that is lost has no lock any more. The brief one goes last: who is refused meanwhile waits.
        _ = try? session.connection.query("SELECT RELEASE_LOCK(?), RELEASE_LOCK(?)", [.text(name), .text(briefName)])
    }

    /// What those hold beside the lock who will soon be done with it; at most 64 characters, too.
    private var briefName: String { Self.briefName(of: name) }

    static func briefName(of name: String) -> String {
        String("brief:\(name)".unicodeScalars.prefix(64).map(Character.init))
    }

    private func take() -> Session? {
        do throws(MySQLError) {
            let session = try Session(with: server)
            // Should this host vanish, the server lets go of the lock after a minute.
            try session.connection.execute("SET SESSION wait_timeout = 60")
            let id: UInt64? = try session.connection.query("SELECT CONNECTION_ID()").first?.integer(0)
            sessionID.withLock { $0 = id ?? 0 }
            let answer = try answer(in: session.connection)
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

    /// Asks for the lock: `1` it is ours, `0` another has it, nil the server does not say.
    private func answer(in connection: Connection) throws(MySQLError) -> String? {
        switch work {
        case .tidying:
            guard try getLock(briefName, in: connection) == "1" else { return "0" }
            return try getLock(name, in: connection)
        case .backup:
            let answer = try getLock(name, in: connection)
            guard answer == "0", try connection.query("SELECT IS_USED_LOCK(?)", [.text(briefName)])[0][0] != nil else {
                return answer
            }
            return try getLock(name, in: connection, waiting: patience)
        }
    }

    private func getLock(
        _ name: String, in connection: Connection, waiting seconds: Int = 0
    ) throws(MySQLError) -> String? {
        try connection.query("SELECT GET_LOCK(?, ?)", [.text(name), .integer(UInt64(seconds))])[0][0]
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
