package import BackupCore
import Posix

/// The right to dump one database, as a `GET_LOCK` of a session of its own.
///
/// The lock lives in the server, so it holds for every worker on every host, and falls with its session: a dead process
/// blocks nobody. A thread of its own, `lock-keeper`, keeps the session and asks every ten seconds whether the lock is
/// still held, because a session that lies idle may be dropped, and a host without power would otherwise keep the lock
/// until the server notices.
///
/// Who only tidies up holds a second lock too, of a name of its own. While that is held it will not take long, and
/// a backup waits; another backup it does not wait for.
package struct DatabaseLock: BackupLock {
    private let server: DatabaseServer
    /// Where it is asked who holds the lock.
    private let database: Database
    private let name: String
    /// How often it is asked whether the lock is still held.
    private let interval: Duration
    /// How long a backup waits for those who tidy up, in whole seconds.
    private let patience: Int

    /// The lock of a database, of whose kept sessions one is used to ask.
    package init(of database: Database) {
        self.init(of: database.server, asking: database, named: Self.name(for: database.server.database))
    }

    init(of server: DatabaseServer, interval: Duration = .seconds(10), patience: Int = 10) {
        self.init(of: server, named: Self.name(for: server.database), interval: interval, patience: patience)
    }

    /// The lock of that name, held in a session that uses the server's database for nothing.
    init(
        of server: DatabaseServer, asking database: Database? = nil, named name: String,
        interval: Duration = .seconds(10), patience: Int = 10
    ) {
        self.server = server
        self.database = database ?? Database(server: server)
        self.name = name
        self.interval = interval
        self.patience = patience
    }

    /// Names are the server's, not the database's, and have at most 64 characters; two databases whose long names begin
    /// alike wait for each other, which harms neither.
    static func name(for database: String) -> String {
        "backupd:" + String(database.unicodeScalars.prefix(56).map(Character.init))
    }

    package func holder() throws(BackupError) -> UInt64? {
        do throws(MySQLError) {
            let answer = try database.read { connection throws(MySQLError) in
                try connection.query(
                    "SELECT IS_USED_LOCK(?), IS_USED_LOCK(?)",
                    [.text(name), .text(LockKeeper.briefName(of: name))])
            }
            guard let row = answer.first, row[1] == nil else { return nil }
            return row.integer(0)
        } catch {
            throw BackupError(error)
        }
    }

    package func hold<Result>(
        for work: LockedWork, _ body: (any HeldLock) throws(BackupError) -> Result
    ) throws(BackupError) -> Result {
        let keeper: LockKeeper
        let thread: PosixThread
        do throws(SystemError) {
            let made = try LockKeeper(server: server, name: name, work: work, interval: interval, patience: patience)
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
