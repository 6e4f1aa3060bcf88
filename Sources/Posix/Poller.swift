import CLinux
import Glibc

/// An epoll set that several threads wait on (epoll(7)).
package struct Poller: ~Copyable, Sendable {
    private let set: FileDescriptor

    package init() throws(SystemError) {
        let made = epoll_create1(O_CLOEXEC)
        guard made >= 0 else { throw SystemError("epoll_create1", "a new set") }
        set = FileDescriptor(owning: made)
    }

    /// Watches for something to read, for good.
    package borrowing func watch(_ descriptor: Int32) throws(SystemError) {
        guard linux_epoll_set(set.rawValue, EPOLL_CTL_ADD, descriptor, UInt32(LINUX_EPOLLIN)) == 0 else {
            throw SystemError("epoll_ctl", "descriptor \(descriptor)")
        }
    }

    /// Watches for something to read, once; only one thread hears of it.
    ///
    /// A descriptor that is closed leaves the set by itself.
    package borrowing func watchOnce(_ descriptor: Int32) throws(SystemError) {
        let events = UInt32(LINUX_EPOLLIN | LINUX_EPOLLONESHOT)
        // One that is kept from request to request is in the set already.
        if linux_epoll_set(set.rawValue, EPOLL_CTL_MOD, descriptor, events) == 0 { return }
        guard errno == ENOENT, linux_epoll_set(set.rawValue, EPOLL_CTL_ADD, descriptor, events) == 0 else {
            throw SystemError("epoll_ctl", "descriptor \(descriptor)")
        }
    }

    /// Watches once more for something to read, and tells at once if there is some already.
    package borrowing func watchAgain(_ descriptor: Int32) throws(SystemError) {
        let events = UInt32(LINUX_EPOLLIN | LINUX_EPOLLONESHOT)
        guard linux_epoll_set(set.rawValue, EPOLL_CTL_MOD, descriptor, events) == 0 else {
            throw SystemError("epoll_ctl", "descriptor \(descriptor)")
        }
    }

    /// Waits for one descriptor to have something; nil when the time is over or a signal came.
    package borrowing func next(within time: Duration) -> Int32? {
        let ready = linux_epoll_next(set.rawValue, time.inMilliseconds)
        return ready >= 0 ? ready : nil
    }
}
