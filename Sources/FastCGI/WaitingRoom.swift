import Posix
import Synchronization

/// The open connections that no thread serves, each until it has something to read.
///
/// They lie in an epoll set, armed for one event each. Whoever takes a descriptor out of the table owns it; the set
/// alone gives no right to it, because the number may have been used again meanwhile.
final class WaitingRoom: Sendable {
    struct Waiting {
        let since = ContinuousClock.now
        /// Bytes of a body that may still come after the answer; nil before the request.
        let leftOver: Int?
    }

    private let poller: Poller
    private let waiting = Mutex<[Int32: Waiting]>([:])
    /// The second in which it was last looked after.
    private let lastLook = Atomic<Int64>(0)
    private let start = ContinuousClock.now

    /// A connection that says nothing for so long is closed.
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

    /// Whether so few wait that more may, and none must be closed for it soon.
    var isQuiet: Bool { waiting.withLock { $0.count < Self.mostWaiting / 2 } }

    /// Lets a connection wait for its next bytes; where too many do, the oldest that has said nothing is closed.
    func park(_ connection: consuming FileDescriptor, leftOver: Int?) {
        let descriptor = connection.release()
        let oldest: Int32? = waiting.withLock { waiting in
            waiting[descriptor] = Waiting(leftOver: leftOver)
            guard waiting.count > Self.mostWaiting else { return nil }
            let speaking = Set(Wait(for: Array(waiting.keys), atMost: .zero).ready)
            let silent = waiting.filter { !speaking.contains($0.key) }
            let oldest = silent.min { $0.value.since < $1.value.since }?.key
            if let oldest { waiting[oldest] = nil }
            return oldest
        }
        if let oldest { _ = FileDescriptor(owning: oldest) }
        do throws(SystemError) {
            try poller.watchOnce(descriptor)
        } catch {
            // No memory to wait with: the connection closes here.
            if take(descriptor) != nil { _ = FileDescriptor(owning: descriptor) }
        }
    }

    /// Takes a connection over; nil when another thread has it, or it was closed.
    func take(_ descriptor: Int32) -> Waiting? { waiting.withLock { $0.removeValue(forKey: descriptor) } }

    /// Closes the connections that wait for what `condition` says.
    func close(where condition: ((key: Int32, value: Waiting)) -> Bool) {
        let closing = waiting.withLock { waiting in
            let closing = waiting.filter(condition).map(\.key)
            for descriptor in closing { waiting[descriptor] = nil }
            return closing
        }
        for descriptor in closing { _ = FileDescriptor(owning: descriptor) }
    }

    /// Closes connections that have waited too long, once a second.
    func closeStale() {
        let second = (ContinuousClock.now - start).components.seconds
        guard lastLook.exchange(second, ordering: .relaxed) != second else { return }
        closeSilent(for: Self.patience)
    }

    /// Closes connections that have waited so long; what one has said by now is heard first.
    func closeSilent(for time: Duration) {
        let limit = ContinuousClock.now - time
        close { $0.value.since < limit && Wait(for: [$0.key], atMost: .zero).ready.isEmpty }
    }
}
