import Glibc
import Posix

/// Where the web server finds the worker.
package enum ListenAddress: Sendable, Equatable {
    /// A Unix socket at an absolute path; `group` is a name, nil leaves the process's own.
    case unix(path: String, mode: UInt32, group: String?)
    /// TCP on a loopback address: FastCGI knows no authentication.
    case loopback(host: String, port: UInt16)
}

/// A listening socket of our own making.
///
/// `FCGX_OpenSocket` would unlink whatever is at the path, a live worker's socket or a plain file, and end the process
/// on any error. Here the path belongs to whoever holds the lock on `<path>.lock`, and only a socket is ever unlinked.
package struct ListenSocket: ~Copyable, Sendable {
    private let socket: FileDescriptor
    private let lock: FileDescriptor?
    private let path: String?
    /// The socket file as it was made: one put in its place meanwhile is not ours to unlink.
    private let identity: UInt64?

    /// Begins to listen; `setting` is what the operator has to change where it cannot.
    package init(at address: ListenAddress, from setting: String = "BACKUP_LISTEN") throws(FastCGIError) {
        switch address {
        case .unix(let path, let mode, let group):
            let lock = try Self.lock(path, from: setting)
            let socket = try Self.listen(at: path, mode: mode, group: group, from: setting)
            self.lock = consume lock
            self.socket = consume socket
            identity = Self.inode(of: path)
            self.path = path
        case .loopback(let host, let port):
            let socket = try Self.listen(on: host, port: port, from: setting)
            self.socket = consume socket
            lock = nil
            identity = nil
            path = nil
        }
    }

    deinit { unlinkOurs() }

    package var descriptor: Int32 { socket.rawValue }

    /// Takes one waiting connection, close-on-exec, or none when another thread was faster.
    func accept() throws(SystemError) -> FileDescriptor? { try socket.accept() }

    /// Refuses all further connections; to be used on a socket of our own only, as it ends the socket for whoever
    /// shares it.
    ///
    /// The name goes too, here and not at the end: whoever waits for signals keeps the server until the process exits.
    func shutdown() {
        Glibc.shutdown(socket.rawValue, Int32(SHUT_RDWR))
        unlinkOurs()
    }

    private func unlinkOurs() {
        // Another worker may have made a socket of its own there by force.
        if let path, let identity, Self.inode(of: path) == identity { unlink(path) }
    }

    private static func lock(_ path: String, from setting: String) throws(FastCGIError) -> FileDescriptor? {
        do throws(SystemError) {
            let lock = try FileDescriptor(
                opening: path + ".lock", flags: O_RDWR | O_CREAT | O_NOFOLLOW, mode: 0o600)
            guard flock(lock.rawValue, LOCK_EX | LOCK_NB) == 0 else { throw SystemError("lock", path + ".lock") }
            return lock
        } catch {
            let hint =
                error.code == EWOULDBLOCK
                ? "another worker serves this socket: stop it first, or give this one another \(setting)"
                : "may this account write in the socket's folder?"
            throw .cannotListen(error, hint: hint)
        }
    }

    private static func listen(
        at path: String, mode: UInt32, group: String?, from setting: String
    ) throws(FastCGIError) -> FileDescriptor {
        do throws(SystemError) {
            let socket = try FileDescriptor.socket(AF_UNIX)
            var status = stat()
            if lstat(path, &status) == 0 {
                guard status.st_mode & S_IFMT == S_IFSOCK else { throw SystemError("bind", path, code: EEXIST) }
                unlink(path)
            }
            var address = sockaddr_un()
            address.sun_family = sa_family_t(AF_UNIX)
            guard path.utf8.count < MemoryLayout.size(ofValue: address.sun_path) else {
                throw SystemError("bind", path, code: ENAMETOOLONG)
            }
            withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
            // Nobody may connect before mode and group are right: bind makes the file with the socket's own mode
            // (unix(7)). umask would do as well, but it is the whole process's.
            guard fchmod(socket.rawValue, 0o600) == 0 else { throw SystemError("fchmod", path) }
            let bound = withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    bind(socket.rawValue, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
                }
            }
            guard bound == 0 else { throw SystemError("bind", path) }
            if let group {
                guard let entry = getgrnam(group) else { throw SystemError("find the group", group, code: ENOENT) }
                guard chown(path, uid_t.max, entry.pointee.gr_gid) == 0 else { throw SystemError("chown", path) }
            }
            guard chmod(path, mode) == 0 else { throw SystemError("chmod", path) }
            try listen(on: socket, named: path)
            return socket
        } catch {
            throw .cannotListen(error, hint: hint(for: error, from: setting))
        }
    }

    private static func listen(
        on host: String, port: UInt16, from setting: String
    ) throws(FastCGIError) -> FileDescriptor {
        do throws(SystemError) {
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = port.bigEndian
            guard inet_pton(AF_INET, host, &address.sin_addr) == 1 else {
                throw SystemError("bind", host, code: EINVAL)
            }
            let socket = try FileDescriptor.socket(AF_INET)
            var yes: Int32 = 1
            setsockopt(socket.rawValue, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
            let bound = withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    bind(socket.rawValue, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
            guard bound == 0 else { throw SystemError("bind", "\(host):\(port)") }
            try listen(on: socket, named: "\(host):\(port)")
            return socket
        } catch {
            throw .cannotListen(error, hint: hint(for: error, from: setting))
        }
    }

    private static func listen(on socket: borrowing FileDescriptor, named name: String) throws(SystemError) {
        guard Glibc.listen(socket.rawValue, 511) == 0 else { throw SystemError("listen", name) }
    }

    private static func inode(of path: String) -> UInt64? {
        var status = stat()
        return lstat(path, &status) == 0 ? UInt64(status.st_ino) : nil
    }

    private static func hint(for error: SystemError, from setting: String) -> String {
        switch error.code {
        case EEXIST: "something that is no socket is in the way: move it, or choose another \(setting)"
        case ENAMETOOLONG: "a socket's path has at most 107 bytes"
        case EINVAL, EADDRNOTAVAIL: "is that an IPv4 address of this machine?"
        case EADDRINUSE: "another program listens there: choose another \(setting)"
        case EPERM: "only root may give the socket to a group the account is not in: see BACKUP_SOCKET_GROUP"
        default: "does the folder exist, and may this account write in it?"
        }
    }
}
