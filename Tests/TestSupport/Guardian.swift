import Glibc
import Posix
import Synchronization

/// A shell that waits for the end of this process, however it comes about, and then takes a stack down.
///
/// It learns of the end by a pipe that this process alone holds open. On a plain exit this process waits until all is
/// down.
final class Guardian: Sendable {
    private static let all = Mutex<[Guardian]>([])
    private static let atExit: Void = {
        atexit { for guardian in Guardian.all.withLock({ $0 }) { guardian.release() } }
    }()

    private let leash: Mutex<Pipe?>
    private let shell: Mutex<ChildProcess>

    private init(_ leash: consuming sending Pipe, _ shell: consuming sending ChildProcess) {
        self.leash = Mutex(leash)
        self.shell = Mutex(shell)
    }

    /// Sees to it that the stack goes down and `folder`, which it lies in, goes too.
    static func watch(_ stack: String, in folder: String) throws {
        _ = atExit
        let leash = try Pipe()
        let nothing = try FileDescriptor(opening: "/dev/null", flags: O_WRONLY)
        let commands = "cat <&3; exec 3<&-; \"$1/scripts/stack\" down \"$2\"; rm -rf \"$3\""
        let shell = try ChildProcess(
            running: "/bin/sh", arguments: ["-c", commands, "sh", Stack.repository, stack, folder],
            environment: ["PATH": Program.path], output: nothing, errors: nothing, secret: leash.reading)
        let guardian = Guardian(leash, shell)
        all.withLock { $0.append(guardian) }
    }

    private func release() {
        leash.withLock { $0 = nil }
        _ = shell.withLock { $0.wait() }
    }
}
