import Posix
import Synchronization

/// The open connections that no thread serves, each until it has something to read.
///
/// They lie in an epoll set, armed for one event each. Whoever takes a descriptor out of the table owns it; the set alone
/// gives no right to it, because the number may have been used again meanwhile.
final class WaitingRoom: Sendable {
    struct Waiting {
        let since = ContinuousClock.now
        /// Bytes of a body that may still come after the answer; nil before the request.
        let leftOver: Int?
    }

    private let poller: Poller
    private let waiting = Mutex<[Int32: Waiting]>([:])
    /// The second in which it was last looked after, and whether it is to be at once.
    private let lastLook = Atomic<Int64>(0)
    private let isCrowded = Atomic(false)
    private let start = ContinuousClock.now

    /// A connection that says nothing for so long is closed; so is the oldest when there are too many.
    private static let patience = Duration.seconds(30)
    static let mostWaiting = min(512, Machine.openFileLimit / 4)

    init() throws(SystemError) { poller = try Poller() }

    /// Reports a descriptor that is nobody's connection whenever it can be read.
    func watch(_ descriptor: Int32) throws(SystemError) { try poller.watch(descriptor) }

    /// Reports a descriptor that is nobody's connection once, to one thread; then again after ``watchAgain(_:)``.
    func watchOnce(_ descriptor: Int32) throws(SystemError) { try poller.watchOnce(descriptor) }

    func watchAgain(_ descriptor: Int32) throws(SystemError) { try poller.watchAgain(descriptor) }

    /// Waits for a descriptor that can be read; nil now and then, so that the room can be looked after.
    func next() -> Int32? { poller.next(within: Self.patience) }

    /// Lets a connection wait for its next bytes.
    func park(_ connection: consuming FileDescriptor, leftOver: Int?) {
        let descriptor = connection.release()
        waiting.withLock { waiting in
            waiting[descriptor] = Waiting(leftOver: leftOver)
            if waiting.count > Self.mostWaiting { isCrowded.store(true, ordering: .relaxed) }
        }
        do throws(SystemError) {
            try poller.watchOnce(descriptor)
        } catch {
            // No memory to wait with: the connection closes here.
            close(descriptor)
        }
    }

    /// Takes a connection over; nil when another thread has it, or it was closed.
    func take(_ descriptor: Int32) -> Waiting? { waiting.withLock { $0.removeValue(forKey: descriptor) } }

    /// Closes the connections that wait for what `condition` says.
    func close(where condition: (Waiting) -> Bool) {
        for descriptor in waiting.withLock({ $0.filter { condition($0.value) }.map(\.key) }) { close(descriptor) }
    }

    /// Closes connections that have waited too long, once a second, and the oldest when they are too many.
    func closeStale() {
        let now = ContinuousClock.now
        let second = (now - start).components.seconds
        let isDue = lastLook.exchange(second, ordering: .relaxed) != second
        guard isDue || isCrowded.load(ordering: .relaxed) else { return }
        let limit = now - Self.patience
        let stale = waiting.withLock { waiting in
            isCrowded.store(false, ordering: .relaxed)
            var stale = waiting.filter { $0.value.since < limit }.map(\.key)
            let excess = waiting.count - stale.count - Self.mostWaiting
            if excess > 0 {
                let rest = waiting.filter { $0.value.since >= limit }
                stale += rest.sorted { $0.value.since < $1.value.since }.prefix(excess).map(\.key)
            }
            for descriptor in stale { waiting[descriptor] = nil }
            return stale
        }
        for descriptor in stale { _ = FileDescriptor(owning: descriptor) }
    }

    private func close(_ descriptor: Int32) {
        if take(descriptor) != nil { _ = FileDescriptor(owning: descriptor) }
    }
}
