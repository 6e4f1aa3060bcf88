import CLinux
import Glibc

/// A counting semaphore made of an eventfd, so that a thread can wait for it alone or beside other descriptors.
///
/// The C function is `eventfd` with `EFD_SEMAPHORE`. It costs a system call, so it is for things as large as a block.
package final class Semaphore: Sendable {
    private let counter: FileDescriptor

    package init(_ count: Int = 0) throws(SystemError) {
        let made = eventfd(UInt32(count), Int32(LINUX_EFD_SEMAPHORE) | O_CLOEXEC)
        guard made >= 0 else { throw SystemError("eventfd", "a semaphore") }
        counter = FileDescriptor(owning: made)
    }

    /// What poll(2) finds readable while the count is above zero.
    package var descriptor: Int32 { counter.rawValue }

    package func signal(_ times: Int = 1) {
        var value = UInt64(times)
        let written = write(counter.rawValue, &value, 8)
        precondition(written == 8, "an eventfd takes eight bytes")
    }

    package func wait() {
        var value: UInt64 = 0
        while read(counter.rawValue, &value, 8) != 8 {
            precondition(errno == EINTR, "an eventfd gives eight bytes")
        }
    }

    /// Waits at most so long; takes nothing from the count.
    ///
    /// - Returns: whether the count was above zero.
    package func isSignaled(within time: Duration = .zero) -> Bool {
        var ready = [pollfd(fd: counter.rawValue, events: Int16(POLLIN), revents: 0)]
        return poll(&ready, 1, time.inMilliseconds) > 0
    }
}

extension Duration {
    /// Whole milliseconds as poll(2) takes them, rounded up and never past what fits.
    package var inMilliseconds: Int32 {
        let (seconds, attoseconds) = components
        let milliseconds = Double(seconds) * 1000 + (Double(attoseconds) / 1e15).rounded(.up)
        return Int32(min(max(milliseconds, 0), Double(Int32.max)))
    }
}
