package import BackupCore
import Posix

/// Databases of our own, for drills.
extension MySQLRestore {
    /// The server's own number is part of the name: a copy of the database that replication made is not ours to drop.
    private static let prefix = "backupd_drill_"

    package func withScratch<Result>(
        _ body: (String) throws(BackupError) -> Result
    ) throws(BackupError) -> (result: Result, leftover: BackupError?) {
        let server = try ask { connection throws(MySQLError) in
            try connection.query("SELECT @@server_id").first?[0].flatMap { UInt64($0) } ?? 0
        }
        let family = "\(Self.prefix)\(String(server, radix: 16))_"
        try sweep(family)
        let random = String(UInt64.random(in: 1 << 60...UInt64.max), radix: 16)
        let scratch = family + random
        // The lock is held by its own session before there is a database, so nobody takes this for one that was left.
        let lock = DatabaseLock(of: place(of: "information_schema"), named: Self.lock(of: scratch))
        return try Self.restoring { () throws(BackupError) in
            try lock.hold { held throws(BackupError) in
                // Should its answer be lost, the database goes with what killed drills left.
                try make(scratch)
                let result = try within(scratch, body)
                let leftover = drop(scratch, because: "the drill is over")
                guard let loss = held.loss else { return (result, leftover) }
                throw .restoreFailed(reason: "another drill may have taken its database for a left one: \(loss)")
            }
        }
    }

    /// Runs `body`; where it fails, the database goes before its error does, or is told behind it.
    private func within<Result>(
        _ scratch: String, _ body: (String) throws(BackupError) -> Result
    ) throws(BackupError) -> Result {
        do throws(BackupError) {
            return try body(scratch)
        } catch {
            guard let leftover = drop(scratch, because: "the drill is over") else { throw error }
            throw .leftBehind(after: error, state: "\(leftover)")
        }
    }

    private static func lock(of scratch: String) -> String { "drill:\(scratch)" }

    /// Drops what killed drills left: databases of ours that no session holds the lock of.
    private func sweep(_ family: String) throws(BackupError) {
        let databases = try ask { connection throws(MySQLError) in
            try connection.query("SELECT SCHEMA_NAME FROM information_schema.SCHEMATA").compactMap { $0[0] }
        }
        for database in databases where database.hasPrefix(family) {
            let rest = database.dropFirst(family.count)
            guard rest.count == 16, rest.allSatisfy({ $0.isHexDigit && !$0.isUppercase }) else { continue }
            do throws(BackupError) {
                try DatabaseLock(of: place(of: "information_schema"), named: Self.lock(of: database)).hold {
                    _ throws(BackupError) in _ = drop(database, because: "a drill that was killed left it")
                }
            } catch {
                log.info("a drill's database is in use elsewhere and stays", ["database": database, "error": error])
            }
        }
    }

    /// What cannot be dropped is told and left to the next drill.
    private func drop(_ scratch: String, because reason: String) -> BackupError? {
        do throws(BackupError) {
            try drop(scratch)
            log.info("a drill's database was dropped", ["database": scratch, "reason": reason])
            return nil
        } catch {
            log.error("a drill's database could not be dropped", ["database": scratch, "error": error])
            return .scratchRemains(database: scratch, reason: "\(error)")
        }
    }

    package func dumpRows(
        of database: String, _ census: Census, history: Bool, into sink: any ByteSink
    ) throws(BackupError) {
        // A view has no rows, but its definer may lack rights here, and then the program would give up.
        let views = census[.views].map { "--ignore-table=\(database).\($0)" }
        let finding = DumpFinding()
        var stream: DumpStream
        do throws(SystemError) {
            stream = try DumpStream(
                of: DumpOptions(
                    server: place(of: database), client: programs.dump,
                    options: DumpOptions.rows(history: history) + views),
                watch: DumpWatch(
                    stallTimeout: programs.stallTimeout, cancellation: cancellation, lock: NoLock()),
                progress: DumpProgress(), finding: finding)
        } catch {
            throw .restoreFailed(reason: "the dump program could not be started: \(error)")
        }
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = try Self.restoring { () throws(BackupError) in
                try buffer.withUnsafeMutableBufferPointer { buffer throws(BackupError) in
                    try stream.read(into: UnsafeMutableRawBufferPointer(buffer))
                }
            }
            if count == 0 { break }
            try sink.write(buffer.span.extracting(first: count).bytes)
        }
        guard finding.contents != nil else { throw .restoreFailed(reason: "its rows were not read to the end") }
    }

    /// Nobody else dumps a database of our own.
    private struct NoLock: HeldLock {
        let session: UInt64 = 0
        var loss: String? { nil }

        func confirm() {}
    }
}
