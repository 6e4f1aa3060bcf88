import CLinux
import Glibc

/// The process's environment variables.
package enum Environment {
    package static var variables: [String: String] {
        var variables: [String: String] = [:]
        var next = environ
        while let entry = next.pointee {
            let text = String(cString: entry)
            if let equals = text.firstIndex(of: "=") {
                variables[String(text[..<equals])] = String(text[text.index(after: equals)...])
            }
            next += 1
        }
        return variables
    }

    /// Overwrites a variable's value where the kernel shows it to others, in `/proc/<pid>/environ`.
    package static func wipe(_ name: String) {
        guard let value = getenv(name) else { return }
        explicit_bzero(value, strlen(value))
        unsetenv(name)
    }
}

/// Facts about this machine and process.
package enum Machine {
    package static var processors: Int { max(sysconf(Int32(_SC_NPROCESSORS_ONLN)), 1) }

    /// How many descriptors this process may have open (getrlimit(2), `RLIMIT_NOFILE`).
    package static var openFileLimit: Int {
        var limit = rlimit()
        return getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0
            ? Int(min(limit.rlim_cur, 1 << 20)) : 1024
    }

    /// Keeps passwords out of core dumps and of the sight of other processes (prctl(2), `PR_SET_DUMPABLE`).
    package static func hideMemory() { _ = linux_hide_memory() }

    /// Ends this process as a crash would: nothing is put away, nobody is told.
    package static func crash() { kill(getpid(), SIGKILL) }

    /// Seconds since 1970.
    package static var now: Double {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// Writes a line to standard error in one piece, so that threads do not mix theirs.
    package static func printError(_ line: String) {
        let bytes = Array((line + "\n").utf8)
        // Where nobody can read the complaint, nobody can be told that it was lost.
        _ = bytes.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}
