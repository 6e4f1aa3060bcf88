import FoundationEssentials
import Glibc
import TestSupport

/// The rows and files that the recorded cases begin with.
struct Fixture: Sendable {
    static let folder = Stack.repository + "/Tests/Data/contract"

    /// Empties the tables and fills them again; much faster than making them anew.
    let rows: String

    init() throws {
        let statements = try Files.text(at: Self.folder + "/fixture.sql").parts(separatedBy: ";\n")
        let inserts = statements.filter { $0.hasPrefix("INSERT INTO") }
        let tables = inserts.map { $0.split(separator: " ")[2] }
        rows = """
            SET NAMES utf8mb4, time_zone = '+00:00', FOREIGN_KEY_CHECKS = 0;
            START TRANSACTION;
            \(tables.map { "DELETE FROM \($0);" }.joined(separator: "\n"))
            \(inserts.map { $0 + ";" }.joined(separator: "\n"))
            COMMIT;
            ALTER TABLE database_backups AUTO_INCREMENT = 1;
            """
    }

    func tokens() throws -> [String: Token] {
        let document = try Files.bytes(at: Self.folder + "/tokens.json")
        return try JSONDecoder().decode([String: Token].self, from: Data(document))
    }

    /// Removes the storage folder and makes it again, with the fixture's files of the fixture's date.
    func lay(in storage: String) throws {
        // Whatever a test has left there: nothing, or a file.
        if access(storage, F_OK) == 0 { try FileManager.default.removeItem(atPath: storage) }
        try FileManager.default.createDirectory(atPath: storage, withIntermediateDirectories: true)
        let files = Self.folder + "/files/backups"
        for name in try FileManager.default.contentsOfDirectory(atPath: files) {
            try Files.write(try Files.bytes(at: "\(files)/\(name)"), to: "\(storage)/\(name)")
        }
        for name in try FileManager.default.contentsOfDirectory(atPath: storage) {
            try Self.date("\(storage)/\(name)")
        }
    }

    /// Gives a file the time 2026-01-01 00:00:00 UTC.
    static func date(_ path: String) throws {
        let time = timeval(tv_sec: 1_767_225_600, tv_usec: 0)
        guard utimes(path, [time, time]) == 0 else { throw Unexpected("utimes of \(path)") }
    }
}
