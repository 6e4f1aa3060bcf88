import Glibc

/// The socket on which a service manager wants to hear how its service fares (sd_notify(3)).
///
/// A datagram is one message of `KEY=value` lines. No library is needed for that, and libsystemd would bring a dozen.
package struct NotifySocket: ~Copyable, Sendable {
    private let socket: FileDescriptor

    /// Connects to `address` as `NOTIFY_SOCKET` has it: a path, or `@` and a name that is in no folder (unix(7),
    /// abstract).
    package init(at address: String) throws(SystemError) {
        var place = sockaddr_un()
        place.sun_family = sa_family_t(AF_UNIX)
        let isAbstract = address.hasPrefix("@")
        guard isAbstract || address.hasPrefix("/") else {
            throw SystemError("connect", address, code: EAFNOSUPPORT)
        }
        guard address.utf8.count < MemoryLayout.size(ofValue: place.sun_path) else {
            throw SystemError("connect", address, code: ENAMETOOLONG)
        }
        withUnsafeMutableBytes(of: &place.sun_path) { path in
            path.copyBytes(from: address.utf8)
            if isAbstract { path[0] = 0 }
        }
        // A path ends in a zero byte, an abstract name where the length says.
        let length = 2 + address.utf8.count + (isAbstract ? 0 : 1)
        let socket = try FileDescriptor.datagramSocket()
        let descriptor = socket.rawValue
        let connected = withUnsafePointer(to: &place) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, socklen_t(length)) }
        }
        guard connected == 0 else { throw SystemError("connect", address) }
        self.socket = socket
    }

    /// Sends one message, without waiting: a manager that does not read must not hold up the service.
    package borrowing func send(_ message: String) throws(SystemError) {
        guard try socket.send(Array(message.utf8).span.bytes) != nil else {
            throw SystemError("send", "the notify socket", code: EAGAIN)
        }
    }
}
