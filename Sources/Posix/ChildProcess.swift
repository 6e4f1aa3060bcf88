import CLinux
import Glibc

/// How a child process ended.
package enum ExitStatus: Sendable, Equatable {
    case exited(Int32)
    case killed(signal: Int32)
}

extension ExitStatus: CustomStringConvertible {
    package var description: String {
        switch self {
        case .exited(let status): "exit status \(status)"
        case .killed(let signal): "signal \(signal) (\(String(cString: strsignal(signal))))"
        }
    }
}

/// A running program, in a process group of its own, stopped and reaped at the end of its scope.
///
/// The C function is `posix_spawn`: `Foundation.Process` would pass on the blocked signal mask, which leaves the child
/// deaf to SIGTERM, and could not pass a further descriptor.
package struct ChildProcess: ~Copyable {
    private let id: pid_t
    private let handle: FileDescriptor
    private var status: ExitStatus?

    /// Starts `program` with exactly `environment` and nothing to read.
    package init(
        running program: String, arguments: [String], environment: [String: String],
        output: borrowing FileDescriptor, errors: borrowing FileDescriptor, secret: borrowing FileDescriptor
    ) throws(SystemError) {
        try self.init(
            running: program, arguments: arguments, environment: environment,
            input: FileDescriptor(opening: "/dev/null", flags: O_RDONLY), output: output, errors: errors,
            secret: secret)
    }

    /// Starts `program` with exactly `environment`.
    ///
    /// The child has `input`, `output`, `errors` and `secret` as descriptors 0 to 3, nothing else, and no signal
    /// blocked or ignored.
    package init(
        running program: String, arguments: [String], environment: [String: String],
        input: borrowing FileDescriptor, output: borrowing FileDescriptor, errors: borrowing FileDescriptor,
        secret: borrowing FileDescriptor
    ) throws(SystemError) {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, input.rawValue, 0)
        posix_spawn_file_actions_adddup2(&actions, output.rawValue, 1)
        posix_spawn_file_actions_adddup2(&actions, errors.rawValue, 2)
        posix_spawn_file_actions_adddup2(&actions, secret.rawValue, 3)
        posix_spawn_file_actions_addclosefrom_np(&actions, 4)

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        Self.detach(&attributes)

        var id = pid_t()
        let failure = withCStrings([program] + arguments) { argv in
            withCStrings(environment.map { "\($0.key)=\($0.value)" }) { envp in
                posix_spawn(&id, program, &actions, &attributes, argv, envp)
            }
        }
        guard failure == 0 else { throw SystemError("posix_spawn", program, code: failure) }
        let handle = linux_pidfd_open(id)
        guard handle >= 0 else {
            let error = SystemError("pidfd_open", program)
            kill(-id, SIGKILL)
            waitpid(id, nil, 0)
            throw error
        }
        self.id = id
        self.handle = FileDescriptor(owning: handle)
    }

    /// Signals as in a new session: none blocked, none ignored, a process group of its own.
    private static func detach(_ attributes: inout posix_spawnattr_t) {
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setpgroup(&attributes, 0)
        let flags = LINUX_POSIX_SPAWN_SETSIGMASK | LINUX_POSIX_SPAWN_SETSIGDEF | LINUX_POSIX_SPAWN_SETPGROUP
        posix_spawnattr_setflags(&attributes, Int16(flags))
    }

    /// Lets children be waited for, also where this process was started with SIGCHLD ignored; before the first child.
    package static func allowWaiting() { signal(SIGCHLD, SIG_DFL) }

    deinit {
        guard status == nil else { return }
        kill(-id, SIGKILL)
        var ignored: Int32 = 0
        while waitpid(id, &ignored, 0) < 0, errno == EINTR {}
    }

    /// What poll(2) finds readable once the child has ended.
    package var descriptor: Int32 { handle.rawValue }

    /// Waits for the child's end, however long.
    package mutating func wait() -> ExitStatus {
        if let status { return status }
        var code: Int32 = 0
        while waitpid(id, &code, 0) < 0 {
            precondition(errno == EINTR, "a child that is ours can be waited for")
        }
        let ended: ExitStatus =
            linux_exited(code) != 0 ? .exited(linux_exit_status(code)) : .killed(signal: linux_term_signal(code))
        status = ended
        return ended
    }

    /// Asks the child and all it started to end, insists after `grace`, and waits.
    package mutating func terminate(grace: Duration = .seconds(3)) -> ExitStatus {
        if let status { return status }
        kill(-id, SIGTERM)
        var ready = [pollfd(fd: handle.rawValue, events: Int16(POLLIN), revents: 0)]
        if poll(&ready, 1, grace.inMilliseconds) != 1 { kill(-id, SIGKILL) }
        return wait()
    }
}

/// Lends a null-terminated array of C strings.
private func withCStrings<Result>(
    _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
) -> Result {
    let copies = strings.map { strdup($0) }
    defer { for copy in copies { free(copy) } }
    return body(copies + [nil])
}
