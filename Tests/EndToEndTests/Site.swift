import BackupCore
import FoundationEssentials
import Posix
import Synchronization
import TestSupport

/// The one site that the tests share: a stack on the contract's fixture, whose dump program can be held up at a gate.
final class Site: Sendable {
    private static let started = Result { try Site() }

    let stack: Stack
    let gate: Gate
    let tokens: [String: Token]
    private let fixture: Fixture
    private let isPristine = Mutex(false)

    /// The site as the tests leave it to each other.
    static func shared() throws -> Site { try started.get() }

    /// The site with the fixture's rows and files.
    static func restored() throws -> Site {
        let site = try started.get()
        site.gate.remove()
        try site.restore()
        site.isPristine.withLock { $0 = false }
        return site
    }

    private init() throws {
        stack = try Stack { folder in ["BACKUP_MYSQLDUMP": try Gate(in: folder).program] }
        gate = try Gate(in: stack.folder)
        fixture = try Fixture()
        tokens = try fixture.tokens()
    }

    /// Lays the storage anew and puts the rows back, unless nothing can have changed.
    func restore() throws {
        if isPristine.withLock({ $0 }) { return }
        try stack.sql(fixture.rows)
        try fixture.lay(in: stack.storage)
        isPristine.withLock { $0 = true }
    }

    /// Notes that rows or files are going to change.
    func disturb() { isPristine.withLock { $0 = false } }

    /// The header that a principal of `tokens.json` sends.
    func authorization(_ name: String) throws -> (String, String) {
        guard let token = tokens[name] else { throw Unexpected("tokens.json has no '\(name)'") }
        return ("Authorization", "Bearer \(token.plain)")
    }

    /// Calls the API as the owner, who may do everything.
    func call(
        _ method: String, _ path: String = "", _ headers: [(String, String)] = [], through web: WebClient? = nil
    ) throws -> Answer {
        try begin(method, path, headers, through: web).answer()
    }

    /// Calls the API as the owner and leaves the answer on its way.
    func begin(
        _ method: String, _ path: String = "", _ headers: [(String, String)] = [], through web: WebClient? = nil
    ) throws -> Exchange {
        try (web ?? stack.web).begin(method, "/api/core/backups" + path, [try authorization("owner")] + headers)
    }

    /// The names in the backup folder, without the hidden ones.
    func files() throws -> [String] { try FileDescriptor(folder: stack.storage).names().filter { !$0.hasPrefix(".") } }

    /// The hidden names in the backup folder that a backup in progress has there.
    func parts() throws -> [String] {
        try FileDescriptor(folder: stack.storage).names().filter { $0.hasSuffix(".part") }
    }

    func ids() throws -> [String] { try stack.sql("SELECT id FROM database_backups ORDER BY id") }

    /// Puts a file into the backup folder, and a row for it into the table.
    ///
    /// - Returns: the row's id.
    func lay(_ bytes: [UInt8], as name: String, shownAs filename: String? = nil) throws -> String {
        try Files.write(bytes, to: "\(stack.storage)/\(name)")
        return try addRow(path: "backups/\(name)", filename: filename ?? name)
    }

    /// Adds a row that claims a path.
    func addRow(path: String, filename: String = "backup.sql.gz") throws -> String {
        let rows = try stack.sql(
            """
            INSERT INTO database_backups (filename, path, size_bytes, created_at, updated_at)
            VALUES (\(filename.asSQL), \(path.asSQL), 1, '2026-02-01', '2026-02-01');
            SELECT LAST_INSERT_ID();
            """)
        guard let id = rows.first else { throw Unexpected("no id for a new row") }
        return id
    }
}

/// A token of `tokens.json`.
struct Token: Decodable, Sendable {
    let id: Int
    let secret: String
    /// As a client sends it.
    let plain: String
}

extension String {
    /// A literal that no sign in the text can break.
    var asSQL: String {
        let digits = utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        return digits.isEmpty ? "''" : "0x\(digits)"
    }
}
