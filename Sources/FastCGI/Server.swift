import CFastCGI
package import HTTP
import Posix
import Synchronization

/// A FastCGI application: a listening socket, some threads, and one responder they share.
///
/// Connections wait in an epoll set, each armed for one event, until they have something to read: a silent peer costs a
/// descriptor, not a thread. A thread that gets a connection serves it and, where the web server keeps it, puts it back.
/// Stopping closes the door and lets the requests in progress be answered.
package final class Server: Sendable {
    private struct Waiting {
        /// The open connections nobody serves, and since when each has been waiting.
        var since: [Int32: ContinuousClock.Instant] = [:]
    }

    private let listener: ListenSocket
    private let workers: Int
    private let responder: any Responder
    private let poller: Poller
    private let stopping: Cancellation
    private let waiting = Mutex(Waiting())

    /// A connection that says nothing for so long is closed; so is the oldest when there are too many.
    private static let patience = Duration.seconds(30)
    private static let mostWaiting = 512
    /// How long a request head or a body may be on its way, once it has begun.
    private static let headTime = Duration.seconds(5)
    private static let bodyTime = 10

    /// Prepares to serve; to be called before any other thread exists, for libfcgi's sake.
    package init(
        on listener: consuming ListenSocket, workers: Int, responder: any Responder
    ) throws(FastCGIError) {
        FCGX_Init()
        do throws(SystemError) {
            poller = try Poller()
            stopping = try Cancellation()
            try poller.watch(listener.descriptor)
            try poller.watch(stopping.descriptor)
        } catch {
            throw .cannotStart(error)
        }
        self.listener = listener
        self.workers = workers
        self.responder = responder
    }

    /// Answers requests until ``stop()``, then returns once the requests in progress have been answered.
    package func run() throws(FastCGIError) {
        var threads: [PosixThread] = []
        do throws(SystemError) {
            for number in 1...workers {
                threads.append(try PosixThread(named: "fastcgi-\(number)") { self.serve() })
            }
        } catch {
            stop()
            for thread in threads { thread.join() }
            throw .cannotStart(error)
        }
        for thread in threads { thread.join() }
        for descriptor in waiting.withLock({ Array($0.since.keys) }) { _ = claim(descriptor) }
    }

    /// Lets no further request in: who comes now is refused at once, not left waiting for an answer.
    package func stop() {
        stopping.cancel()
        listener.shutdown()
    }

    /// One worker thread.
    private func serve() {
        var request = FCGXRequest()
        while true {
            let ready = poller.next(within: Self.patience)
            if ready == stopping.descriptor { return }
            if ready == listener.descriptor {
                admit(&request)
            } else if let ready, let connection = claim(ready) {
                serve(connection, in: &request)
            }
            closeStale()
        }
    }

    /// Takes a connection in; one that has spoken already is served at once.
    private func admit(_ request: inout FCGXRequest) {
        do throws(SystemError) {
            guard let connection = try listener.accept() else { return }
            try connection.limitWaiting(to: Self.bodyTime)
            if Wait(for: [connection.rawValue], atMost: .zero).ready.isEmpty {
                park(connection)
            } else {
                serve(connection, in: &request)
            }
        } catch {
            // No descriptor or no memory left: what is being served will free some.
            _ = stopping.wait(atMost: .milliseconds(100))
        }
    }

    private func serve(_ connection: consuming FileDescriptor, in request: inout FCGXRequest) {
        do throws(SystemError) {
            guard try Preflight.passes(connection, within: Self.headTime) else { return }
        } catch {
            // The peer is gone, and with it whoever could be answered.
            return
        }
        if let kept = request.answer(connection, with: responder) { park(kept) }
    }

    /// Lets a connection wait for its next bytes.
    private func park(_ connection: consuming FileDescriptor) {
        let descriptor = connection.release()
        waiting.withLock { $0.since[descriptor] = .now }
        do throws(SystemError) {
            try poller.watchOnce(descriptor)
        } catch {
            // No memory to wait with: the connection closes here.
            _ = claim(descriptor)
        }
    }

    /// Takes a waiting connection over; only one thread can.
    private func claim(_ descriptor: Int32) -> FileDescriptor? {
        let isMine = waiting.withLock { $0.since.removeValue(forKey: descriptor) != nil }
        return isMine ? FileDescriptor(owning: descriptor) : nil
    }

    private func closeStale() {
        let limit = ContinuousClock.now - Self.patience
        let stale = waiting.withLock { waiting in
            let oldest = waiting.since.count > Self.mostWaiting ? waiting.since.min { $0.value < $1.value }?.key : nil
            return waiting.since.filter { $0.value < limit || $0.key == oldest }.map(\.key)
        }
        for descriptor in stale { _ = claim(descriptor) }
    }
}
