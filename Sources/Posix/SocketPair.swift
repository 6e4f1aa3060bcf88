import CLinux
import Glibc

/// Two sockets connected with each other, both close-on-exec: a pipe that no SIGPIPE comes from.
package struct SocketPair: ~Copyable {
    /// The end that is kept.
    package let near: FileDescriptor
    /// The end for a child.
    package let far: FileDescriptor

    /// The C function is `socketpair`.
    package init() throws(SystemError) {
        var ends: [Int32] = [-1, -1]
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else { throw SystemError("socketpair", "two sockets") }
        near = FileDescriptor(owning: ends[0])
        far = FileDescriptor(owning: ends[1])
    }

    /// Gives up the far end, so that the near one sees the end of a child that has the other.
    package consuming func closeFar() -> FileDescriptor { near }
}
