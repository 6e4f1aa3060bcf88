import CLinux
import Glibc

/// Sockets of a server.
extension FileDescriptor {
    /// Makes a stream socket that is close-on-exec and does not block in accept.
    package static func socket(_ family: Int32) throws(SystemError) -> FileDescriptor {
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
        let made = Glibc.socket(family, kind, 0)
        guard made >= 0 else { throw SystemError("socket", "a new socket") }
        return FileDescriptor(owning: made)
    }

    /// Makes a Unix socket whose messages arrive whole or not at all, close-on-exec.
    package static func datagramSocket() throws(SystemError) -> FileDescriptor {
        let made = Glibc.socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
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

    /// Tells the peer that nothing more will come from here.
    package borrowing func shutdownWriting() throws(SystemError) {
        guard shutdown(rawValue, Int32(SHUT_WR)) == 0 else { throw SystemError("shutdown", "descriptor \(rawValue)") }
    }

    /// Reads some of what has arrived, without waiting, and throws it away.
    ///
    /// - Returns: how many bytes it was; none at the end of the stream, nil when nothing has come.
    package borrowing func discard() throws(SystemError) -> Int? {
        var buffer = [UInt8](repeating: 0, count: 16 * 1024)
        return try buffer.withUnsafeMutableBufferPointer { buffer throws(SystemError) in
            try receive(into: UnsafeMutableRawBufferPointer(buffer), flags: 0)
        }
    }

    /// Looks at the first bytes that have arrived and leaves them there.
    ///
    /// - Returns: how many there are; none at the end of the stream, nil when nothing has come yet.
    package borrowing func peek(into buffer: UnsafeMutableRawBufferPointer) throws(SystemError) -> Int? {
        try receive(into: buffer, flags: Int32(MSG_PEEK))
    }

    private borrowing func receive(
        into buffer: UnsafeMutableRawBufferPointer, flags: Int32
    ) throws(SystemError) -> Int? {
        let count = recv(rawValue, buffer.baseAddress, buffer.count, flags | Int32(MSG_DONTWAIT))
        if count >= 0 { return count }
        guard errno == EAGAIN || errno == EINTR else { throw SystemError("recv", "descriptor \(rawValue)") }
        return nil
    }

    /// Writes some bytes as far as there is room, without waiting; a peer that is gone is an error and no signal.
    ///
    /// - Returns: how many bytes; nil when there is no room.
    package borrowing func send(_ bytes: RawSpan) throws(SystemError) -> Int? {
        let flags = Int32(MSG_DONTWAIT) | Int32(MSG_NOSIGNAL)
        let count = bytes.withUnsafeBytes { Glibc.send(rawValue, $0.baseAddress, $0.count, flags) }
        if count >= 0 { return count }
        guard errno == EAGAIN || errno == EINTR else { throw SystemError("send", "descriptor \(rawValue)") }
        return nil
    }

    /// Waits at most so long for the peer to say that it will send no more.
    ///
    /// - Returns: whether it has: what has arrived by then is all there will be.
    package borrowing func isHungUp(within time: Duration) -> Bool {
        var ready = [pollfd(fd: rawValue, events: Int16(LINUX_POLLRDHUP), revents: 0)]
        return poll(&ready, 1, time.inMilliseconds) > 0
    }
}
