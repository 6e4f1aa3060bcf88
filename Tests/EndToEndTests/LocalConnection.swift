import Glibc
import Posix

/// A connection to a Unix socket, over which nothing is said.
struct LocalConnection: ~Copyable {
    private let socket: FileDescriptor

    init(to path: String) throws {
        let made = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard made >= 0 else { throw SystemError("socket", path) }
        let socket = FileDescriptor(owning: made)
        var place = sockaddr_un()
        place.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &place.sun_path) { $0.copyBytes(from: path.utf8) }
        let result = withUnsafePointer(to: &place) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(made, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard result == 0 else { throw SystemError("connect", path) }
        self.socket = socket
    }

    /// Whether the other side has closed it; it never says anything.
    var hasEnded: Bool { !Wait(for: [socket.rawValue], atMost: .zero).ready.isEmpty }
}
