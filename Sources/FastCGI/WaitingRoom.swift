import Posix
import Synchronization

/// The open connections that no thread serves, each until it has something to read.
///
/// They lie in an epoll set, armed for one event each. Whoever takes a descriptor out of the table owns it; the set
/// alone gives no right to it, because the number may have been used again meanwhile.
final class WaitingRoom: Sendable {
    enum Purpose: Equatable {
        case firstRequest
        case nextRequest
        /// The rest of a body, of which so many bytes may still come after the answer.
        case leftOver(Int)
    }

    struct Waiting {
        let since = ContinuousClock.now
        let purpose: Purpose
    }

    private let poller: Poller
    private let waiting = Mutex<[Int32: Waiting]>([:])
    /// The second in which it was last looked after.
    private let lastLook = Atomic<Int64>(0)
    private let start = ContinuousClock.now

    /// A connection that says nothing for so long is closed.
    private static let patience = Duration.seconds(30)
    private let mostWaiting: Int

    /// Makes room for more than a web server keeps: nginx eight for each of its own processes.
    init(forAtMost mostWaiting: Int = min(4096, Machine.openFileLimit / 2)) throws(SystemError) {
        self.mostWaiting = mostWaiting
        poller = try Poller()
    }

    /// Reports a descriptor that is nobody's connection whenever it can be read.
    func watch(_ descriptor: Int32) throws(SystemError) { try poller.watch(descriptor) }

    /// Reports a descriptor that is nobody's connection once, to one thread; then again after ``watchAgain(_:)``.
    func watchOnce(_ descriptor: Int32) throws(SystemError) { try poller.watchOnce(descriptor) }

    func watchAgain(_ descriptor: Int32) throws(SystemError) { try poller.watchAgain(descriptor) }

    /// Waits for a descriptor that can be read; nil now and then, so that the room can be looked after.
    func next() -> Int32? { poller.next(within: Self.patience) }

    /// Whether so few wait that more may, and none must be closed for it soon.
    var isQuiet: Bool { waiting.withLock { $0.count < mostWaiting / 2 } }

    /// Lets a connection wait for its next bytes; where too many do, one that says nothing is closed.
    ///
    /// It is the oldest, and one that is kept only when there is no other: its web server is about to ask again.
    func park(_ connection: consuming FileDescriptor, awaiting purpose: Purpose) {
        let descriptor = connection.release()
        let oldest: Int32? = waiting.withLock { waiting in
            waiting[descriptor] = Waiting(purpose: purpose)
            guard waiting.count > mostWaiting else { return nil }
            let speaking = Set(Wait(for: Array(waiting.keys), atMost: .zero).ready)
            let silent = waiting.filter { !speaking.contains($0.key) }
            let strangers = silent.filter { $0.value.purpose != .nextRequest }
            let oldest = (strangers.isEmpty ? silent : strangers).min { $0.value.since < $1.value.since }?.key
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
