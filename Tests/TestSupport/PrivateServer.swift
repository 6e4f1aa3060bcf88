import Glibc
package import Posix
import Synchronization

/// A MariaDB server of the tests' own: no network, no configuration, data in a temporary folder.
///
/// One serves all tests of a process; each makes databases of its own in it. A shell watches over the server and holds
/// the reading end of a pipe whose writing end only this process has: however the tests end, the pipe ends with them,
/// and the shell stops the server by its id and removes the folder. Its temporary tables lie there too: in `/tmp`,
/// another server that starts would sweep them.
package final class PrivateServer: Sendable {
    package let socketPath: String
    private let watcher: ChildProcess
    /// Its writing end is closed by the kernel at the end of this process.
    private let lifeline: Pipe
    private let count = Atomic(0)

    /// Whether tests that need a server can run.
    package static let isInstalled = Command.isInstalled("mariadbd") && Command.isInstalled("mariadb-install-db")

    private static let started = Result { () throws(SystemError) in try PrivateServer() }

    /// The process's server, started at its first use.
    package static func running() throws(SystemError) -> PrivateServer { try started.get() }

    private static let script = """
        folder=$1
        trap '' INT TERM HUP
        mkdir -p "$folder" && cd "$folder" || exit
        mariadb-install-db --no-defaults --user="$2" --datadir="$folder/data" --tmpdir="$folder" \
            --skip-test-db --auth-root-authentication-method=normal --innodb-log-file-size=16M >install.log 2>&1 3<&-
        mariadbd --no-defaults --user="$2" --datadir="$folder/data" --socket="$folder/sock" \
            --tmpdir="$folder" --pid-file="$folder/pid" --skip-networking --skip-log-bin --skip-name-resolve \
            --max-connections=600 \
            --innodb-buffer-pool-size=64M --innodb-log-file-size=64M --max-allowed-packet=256M --innodb-flush-log-at-trx-commit=0 \
            --log-bin-trust-function-creators=1 >server.log 2>&1 3<&- &
        server=$!
        cat <&3 >/dev/null
        kill -9 "$server"
        wait "$server" 2>/dev/null
        cd / && rm -rf "$folder"
        """

    private init() throws(SystemError) {
        let base = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        let folder = "\(base)/backupd-server.\(getpid())"
        let account = getpwuid(geteuid()).map { String(cString: $0.pointee.pw_name) } ?? "mysql"
        let pipe = try Pipe()
        let log = try FileDescriptor(opening: "/dev/null", flags: O_RDWR)
        let path = ["PATH": "/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin", "LC_ALL": "C"]
        watcher = try ChildProcess(
            running: "/bin/sh", arguments: ["-c", Self.script, "sh", folder, account], environment: path,
            output: log, errors: log, secret: pipe.reading)
        lifeline = pipe
        socketPath = "\(folder)/sock"
        try Self.waitForServer(at: socketPath)
    }

    private static func waitForServer(at path: String) throws(SystemError) {
        let deadline = ContinuousClock.now + .seconds(90)
        while true {
            if (try? FileDescriptor(connectingTo: path)) != nil { return }
            guard ContinuousClock.now < deadline else { throw SystemError("connect", path, code: ETIMEDOUT) }
            usleep(20_000)
        }
    }

    /// Runs SQL as root with the client program, which knows DELIMITER.
    ///
    /// - Returns: what it printed: columns separated by tabs, without their names.
    @discardableResult
    package func run(_ sql: String, in database: String = "") throws(SystemError) -> String {
        let folder = try ScratchFolder()
        try folder.write(sql, to: "input.sql")
        return try run(file: folder.path(of: "input.sql"), in: database)
    }

    /// Runs the SQL of a file.
    @discardableResult
    package func run(file: String, in database: String = "") throws(SystemError) -> String {
        let options = ["--no-defaults", "-uroot", "-S", socketPath, "--default-character-set=utf8mb4", "-N", "-B"]
        let client = try Command("mariadb", options + ["--", database], input: file)
        guard client.status == .exited(0) else { throw SystemError("run SQL", client.errors, code: EINVAL) }
        return client.output
    }

    /// Makes an empty database with a name nobody else has.
    package func makeDatabase(_ name: String = "erp") throws(SystemError) -> String {
        let unique = "\(name)_\(count.add(1, ordering: .relaxed).newValue)_\(getpid())"
        try run("CREATE DATABASE `\(unique)` CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci")
        return unique
    }
}
