import Glibc

/// One wait in poll(2) for any of several descriptors.
package struct Wait {
    /// Those that can be read, or written, without blocking, or have come to their end; none when the time is over.
    package let ready: [Int32]

    /// Waits for the first of `descriptors` to be readable, or of `writing` to be writable; forever when no time is
    /// given.
    package init(for descriptors: [Int32], writing: [Int32] = [], atMost time: Duration? = nil) {
        var polled = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        polled += writing.map { pollfd(fd: $0, events: Int16(POLLOUT), revents: 0) }
        while poll(&polled, nfds_t(polled.count), time?.inMilliseconds ?? -1) < 0 {
            precondition(errno == EINTR, "poll takes valid descriptors")
        }
        ready = polled.filter { $0.revents != 0 }.map(\.fd)
    }
}
