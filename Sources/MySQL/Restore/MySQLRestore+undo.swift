package import BackupCore
import Posix

/// Undoing what was loaded.
extension MySQLRestore {
    /// How long the server may take to let go of a table, a few times over: less than until a silent server is given
    /// up.
    private static let lockWait = 50
    private static let attempts = 12

    /// Waits until the server does nothing more for a client program that was stopped: what it had received it would
    /// else carry out after the database was put back.
    ///
    /// - Returns: why it may go on nevertheless; nil when it does not.
    func endSession(_ id: UInt64?, in database: String) -> BackupError? {
        // Without a number nothing but the question for it was carried out.
        guard let id else { return nil }
        do throws(BackupError) {
            try end(id, in: database)
            return nil
        } catch {
            log.error(
                "the session of a failed restore may go on", ["database": database, "session": id, "error": error])
            return error
        }
    }

    private func end(_ id: UInt64, in database: String) throws(BackupError) {
        let deadline = ContinuousClock.now + .seconds(60)
        while try isAtWork(id, in: database) {
            guard ContinuousClock.now < deadline else {
                throw .restoreFailed(
                    reason: "the server does not end session \(id), which still restores '\(database)'")
            }
            do throws(BackupError) {
                try ask { connection throws(MySQLError) in try connection.execute("KILL \(id)") }
            } catch {
                // It may have ended by itself; whether it has is asked again.
            }
            // The wish to stop was said already; what is wanted here is the time.
            _ = Wait(for: [], atMost: .milliseconds(20))
        }
    }

    /// What the server does for a session, whatever it has chosen for its database.
    func activity(of id: UInt64) throws(BackupError) -> ClientWatch.Activity {
        let row = try ask { connection throws(MySQLError) in
            try connection.query(
                "SELECT COMMAND, TIME FROM information_schema.PROCESSLIST WHERE ID = ?", [.integer(id)]
            )
            .first
        }
        guard let row else { return .none }
        return row[0] == "Sleep" ? .waiting(.seconds(row.integer(1) ?? 0)) : .working
    }

    private func isAtWork(_ id: UInt64, in database: String) throws(BackupError) -> Bool {
        try ask { connection throws(MySQLError) in
            try !connection.query(
                "SELECT ID FROM information_schema.PROCESSLIST WHERE ID = ? AND DB = ?",
                [.integer(id), .text(database)]
            ).isEmpty
        }
    }

    package func putBack(_ state: TargetState?, of database: String) throws(BackupError) {
        guard let state else { return try drop(database) }
        precondition(state.census.count == 0, "only an empty database is emptied")
        let objects = try look(at: database)?.census ?? Census()
        try patiently(in: database) { connection throws(MySQLError) in
            try connection.execute("SET SESSION foreign_key_checks = 0")
            for (kind, statement) in Self.drops {
                for name in objects[kind] {
                    try connection.execute("DROP \(statement) IF EXISTS \(Self.quoted(name.description))")
                }
            }
            for name in objects[.routines].map(\.description) {
                let type = name.prefix { $0 != " " }
                // A package body falls with its package.
                let words = name.hasPrefix("PACKAGE BODY ") ? "PACKAGE BODY" : type
                let bare = String(name.dropFirst(words.count + 1))
                try connection.execute("DROP \(words) IF EXISTS \(Self.quoted(bare))")
            }
            try connection.execute("ALTER DATABASE \(Self.quoted(database)) COLLATE \(state.collation)")
        }
        guard let after = try look(at: database), after.census.count == 0 else {
            throw .restoreFailed(reason: "'\(database)' still holds something")
        }
    }

    /// Triggers fall with their tables, but one of MariaDB's system tables may have none.
    private static let drops: [(Census.Kind, String)] = [
        (.events, "EVENT"), (.triggers, "TRIGGER"), (.views, "VIEW"), (.tables, "TABLE"), (.sequences, "SEQUENCE"),
    ]

    func drop(_ database: String) throws(BackupError) {
        try patiently(in: "information_schema") { connection throws(MySQLError) in
            try connection.execute("DROP DATABASE IF EXISTS \(Self.quoted(database))")
        }
    }

    /// Repeats work that may be carried out twice, while somebody holds a table or the server takes its time.
    private func patiently(
        in database: String, _ body: (Connection) throws(MySQLError) -> Void
    ) throws(BackupError) {
        for attempt in 1... {
            do throws(MySQLError) {
                return try answer(in: database) { connection throws(MySQLError) in
                    try connection.execute("SET SESSION lock_wait_timeout = \(Self.lockWait)")
                    try body(connection)
                }
            } catch {
                let isWorthWaiting = error.code == 1205 || error.code == 2013
                guard attempt < Self.attempts, isWorthWaiting else { throw Self.failure(error) }
            }
        }
    }
}
