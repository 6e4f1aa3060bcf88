import CLinux
import Glibc

/// Stream sockets of a server.
extension FileDescriptor {
    /// Makes a stream socket that is close-on-exec and does not block in accept.
    package static func socket(_ family: Int32) throws(SystemError) -> FileDescriptor {
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
        let made = Glibc.socket(family, kind, 0)
        guard made >= 0 else { throw SystemError("socket", "a new socket") }
        return FileDescriptor(owning: made)
    }

    /// Takes one waiting connection, close-on-exec; none when another thread was faster or the peer is gone again.
    package borrowing func accept() throws(SystemError) -> FileDescriptor? {
        let connection = accept4(rawValue, nil, nil, Int32(SOCK_CLOEXEC.rawValue))
        if connection >= 0 { return FileDescriptor(owning: connection) }
        switch errno {
        case EAGAIN, EINTR, ECONNABORTED, EPROTO: return nil
        default: throw SystemError("accept", "descriptor \(rawValue)")
        }
    }

    /// Limits how long a read or a write on this socket may wait.
    package borrowing func limitWaiting(to seconds: Int) throws(SystemError) {
        var time = timeval(tv_sec: seconds, tv_usec: 0)
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
            guard setsockopt(rawValue, SOL_SOCKET, option, &time, socklen_t(MemoryLayout<timeval>.size)) == 0 else {
                throw SystemError("setsockopt", "descriptor \(rawValue)")
            }
        }
    }

    /// Looks at the first bytes that have arrived and leaves them there.
    ///
    /// - Returns: how many there are; none at the end of the stream, nil when nothing has come yet.
    package borrowing func peek(into buffer: UnsafeMutableRawBufferPointer) throws(SystemError) -> Int? {
        let count = recv(rawValue, buffer.baseAddress, buffer.count, Int32(MSG_PEEK) | Int32(MSG_DONTWAIT))
        if count >= 0 { return count }
        guard errno == EAGAIN || errno == EINTR else { throw SystemError("recv", "descriptor \(rawValue)") }
        return nil
    }
}
