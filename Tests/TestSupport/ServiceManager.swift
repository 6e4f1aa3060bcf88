import Glibc
import Posix

/// The end of a notify socket that a service manager has, in a test's hands.
package final class ServiceManager {
    /// As `NOTIFY_SOCKET` has it.
    package let address: String
    private let socket: FileDescriptor
    private let path: String?

    /// Listens at a path, or with `@` at an abstract name.
    package init(at address: String) throws {
        self.address = address
        let isAbstract = address.hasPrefix("@")
        path = isAbstract ? nil : address
        var place = sockaddr_un()
        place.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &place.sun_path) { path in
            path.copyBytes(from: address.utf8)
            if isAbstract { path[0] = 0 }
        }
        let socket = try FileDescriptor.datagramSocket()
        let descriptor = socket.rawValue
        let length = socklen_t(2 + address.utf8.count + (isAbstract ? 0 : 1))
        let bound = withUnsafePointer(to: &place) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) }
        }
        guard bound == 0 else { throw SystemError("bind", address) }
        self.socket = socket
    }

    deinit { if let path { unlink(path) } }

    /// The next message, as lines; nil when none comes in time.
    package func next(within time: Duration = .seconds(30)) -> [String]? {
        guard !Wait(for: [socket.rawValue], atMost: time).ready.isEmpty else { return nil }
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = recv(socket.rawValue, &buffer, buffer.count, 0)
        guard count >= 0 else { return nil }
        return String(decoding: buffer[..<count], as: UTF8.self).split(separator: "\n").map(String.init)
    }

    /// Reads messages until one has this line.
    ///
    /// - Returns: that message.
    package func wait(for line: String) throws -> [String] {
        while let message = next() {
            if message.contains(line) { return message }
        }
        throw Unexpected("nobody said \(line)")
    }
}
