import Glibc
import Posix

/// Outages of the database server.
extension Stack {
    /// Runs `body` while the database server is down; afterwards it runs again, as it was started.
    package func withoutDatabase(_ body: () throws -> Void) throws {
        let id = try processID(of: "mysqld")
        let command = try Files.text(at: "/proc/\(id)/cmdline").split(separator: "\0").map(String.init)
        kill(id, SIGTERM)
        try eventually("the database server ends") { !Self.runs(id) }
        let result = Result { try body() }
        try startDatabase(command)
        try result.get()
    }

    /// Starts the server in a session of its own, and notes its process where `scripts/stack` looks for it.
    private func startDatabase(_ command: [String]) throws {
        let commands = """
            cd "$1"; shift
            setsid "$@" </dev/null >>log/mysqld.log 2>&1 &
            printf '%s %s\\n' $! "$(cut -d ' ' -f 22 /proc/$!/stat)" >run/mysqld.pid
            """
        try Program.succeed("sh", ["-ec", commands, "sh", directory] + command)
        try eventually("the database server answers") { (try? sql("SELECT 1")) != nil }
    }

    private static func runs(_ id: Int32) -> Bool {
        // A zombie waits for its parent, not for us.
        let stat = (try? Files.text(at: "/proc/\(id)/stat")) ?? ""
        return !stat.isEmpty && !stat.contains(") Z ")
    }
}
