import Glibc
import Posix

/// A database server, the worker and nginx, as `scripts/stack` starts them, for as long as this process lives.
///
/// A guardian, which is a shell of its own, takes everything down as soon as this process has ended, however it ended.
package final class Stack: Sendable {
    /// The folder of this repository.
    package static let repository = #filePath.parts(separatedBy: "/").dropLast(3).joined(separator: "/")

    /// A folder for what tests put beside the stack; goes with it.
    package let folder: String
    /// The stack's own folder, as `scripts/stack` fills it.
    package let directory: String
    package let web: WebClient
    package let proof: BackupProof
    /// The folder that holds the backups.
    package let storage: String
    package let token: String
    package let socket: String
    package let database: String
    package let worker: String
    private let client: [String]

    /// Starts a stack; `settings` are the script's variables, made with the knowledge of ``folder``.
    package init(_ settings: (_ folder: String) throws -> [String: String] = { _ in [:] }) throws {
        var template = Array("/tmp/backupd-e2e.XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw SystemError("mkdtemp", "/tmp") }
        folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        directory = folder + "/stack"
        worker = try Self.findWorker()
        var environment = ["STACK_WORKER": worker, "HOME": folder]
        environment.merge(try settings(folder)) { _, given in given }
        try Guardian.watch(directory, in: folder)
        try Program.succeed(Self.repository + "/scripts/stack", ["up", directory], environment: environment)

        let noted = Self.assignments(try Files.text(at: directory + "/env"))
        guard let port = noted["BASE"]?.split(separator: ":").last.flatMap({ UInt16($0) }),
            let storage = noted["STORAGE"], let token = noted["TOKEN"], let socket = noted["SOCKET"],
            let database = noted["DATABASE"], let sql = noted["SQL"]
        else { throw Unexpected("something is missing in \(noted)") }
        proof = BackupProof(worker: worker, settings: directory + "/backupd.env")
        web = WebClient(port: port, proof: proof)
        self.storage = storage
        self.token = token
        self.socket = socket
        self.database = database
        client = sql.split(separator: " ").map(String.init)
    }

    /// The process id of the stack's own worker.
    package var workerID: Int32 {
        get throws { try processID(of: "backupd") }
    }

    /// The process id of a part: mysqld, backupd, nginx.
    package func processID(of part: String) throws -> Int32 {
        let note = try Files.text(at: "\(directory)/run/\(part).pid")
        guard let id = note.split(separator: " ").first.flatMap({ Int32($0) }) else {
            throw Unexpected("'\(note)' is no note of a process")
        }
        return id
    }

    /// A setting of the worker, from the file that it read.
    package func setting(_ name: String) throws -> String {
        guard let value = Self.assignments(try Files.text(at: directory + "/backupd.env"))[name] else {
            throw Unexpected("the worker has no setting \(name)")
        }
        return value
    }

    /// Runs SQL as the database's administrator.
    ///
    /// - Returns: the rows, with tabs between their columns.
    @discardableResult package func sql(_ text: String, in database: String? = nil) throws -> [String] {
        let arguments = client.dropFirst().dropLast() + [database ?? self.database]
        let finished = try Program.succeed(
            client[0], arguments + ["-N", "-B", "--default-character-set=utf8mb4"], input: text)
        return finished.text.split(separator: "\n").map(String.init)
    }

    /// What the parts have written so far: mysqld, backupd, nginx, access.
    package func log(of part: String) throws -> String { try Files.text(at: "\(directory)/log/\(part).log") }

    /// The release worker where `scripts/test` built one; else the one built together with the tests.
    private static func findWorker() throws -> String {
        if let given = getenv("STACK_WORKER") { return String(cString: given) }
        var buffer = [CChar](repeating: 0, count: 4096)
        let count = readlink("/proc/self/exe", &buffer, buffer.count)
        let program = String(decoding: buffer.prefix(max(count, 0)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let worker = program.parts(separatedBy: "/").dropLast().joined(separator: "/") + "/backupd"
        guard access(worker, X_OK) == 0 else { throw Unexpected("there is no worker at \(worker); set STACK_WORKER") }
        return worker
    }

    /// Reads lines such as `SQL='mariadb moon'`.
    private static func assignments(_ text: String) -> [String: String] {
        let pairs = text.split(separator: "\n").map { $0.split(separator: "=", maxSplits: 1).map(String.init) }
        let unquoted = pairs.filter { $0.count == 2 }.map { ($0[0], $0[1].filter { $0 != "'" }) }
        return Dictionary(unquoted, uniquingKeysWith: { _, last in last })
    }
}
