import Glibc

/// Whether anybody listens.
extension FileDescriptor {
    /// Connects to a Unix socket and hangs up.
    package static func knock(at path: String) throws(SystemError) {
        var place = sockaddr_un()
        place.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        guard bytes.count < MemoryLayout.size(ofValue: place.sun_path) else {
            throw SystemError("connect", path, code: ENAMETOOLONG)
        }
        withUnsafeMutableBytes(of: &place.sun_path) { $0.copyBytes(from: bytes) }
        let socket = try FileDescriptor.socket(AF_UNIX)
        let result = withUnsafePointer(to: &place) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(socket.rawValue, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        // A full queue is somebody who listens.
        guard result == 0 || errno == EAGAIN else { throw SystemError("connect", path) }
    }

    /// Connects to a loopback address and hangs up.
    package static func knock(at host: String, port: UInt16) throws(SystemError) {
        var place = sockaddr_in()
        place.sin_family = sa_family_t(AF_INET)
        place.sin_port = port.bigEndian
        place.sin_addr.s_addr = inet_addr(host)
        let socket = try FileDescriptor.socket(AF_INET)
        let result = withUnsafePointer(to: &place) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(socket.rawValue, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result != 0, errno != EINPROGRESS else { return }
        throw SystemError("connect", "\(host):\(port)")
    }
}
