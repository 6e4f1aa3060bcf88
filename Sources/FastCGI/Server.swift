import CFastCGI
package import HTTP
import Posix

/// A FastCGI application: a listening socket, some threads, and one responder they share.
///
/// Connections wait in an epoll set, each armed for one event, until they have something to read: a silent peer costs a
/// descriptor, not a thread. Whoever gets one answers its request and, where the web server keeps it, puts it back. What
/// comes of a body is read and dropped after the answer, because closing on it would take the answer back.
package final class Server: Sendable {
    private let listener: ListenSocket
    private let workers: Int
    private let responder: any Responder
    private let name: String
    private let room: WaitingRoom
    private let stopping: Cancellation
    package let activity = Activity()

    /// How long a request head may be on its way, once it has begun: a web server sends it in one piece.
    private static let headTime = Duration.seconds(2)
    private static let writeTime = 10
    /// Bytes of a body that are read and dropped after the answer.
    private static let bodyLimit = 64 * 1024 * 1024

    /// Prepares to serve; to be called before any other thread exists, for libfcgi's sake.
    package init(
        on listener: consuming ListenSocket, workers: Int, responder: any Responder, named name: String = "fastcgi"
    ) throws(FastCGIError) {
        FCGX_Init()
        do throws(SystemError) {
            room = try WaitingRoom()
            stopping = try Cancellation()
            try room.watchOnce(listener.descriptor)
            try room.watch(stopping.descriptor)
        } catch {
            throw .cannotStart(error)
        }
        self.listener = listener
        (self.workers, self.name) = (workers, name)
        self.responder = BusyResponder(responder: responder, activity: activity)
    }

    /// Answers requests until ``stop()``, then returns once the requests in progress have been answered.
    package func run() throws(FastCGIError) {
        var threads: [PosixThread] = []
        do throws(SystemError) {
            for number in 1...workers {
                threads.append(try PosixThread(named: "\(name)-\(number)") { self.serve() })
            }
        } catch {
            stop()
            for thread in threads { thread.join() }
            throw .cannotStart(error)
        }
        for thread in threads { thread.join() }
        room.close { _ in true }
    }

    /// Lets no further request in: who comes now is refused at once.
    package func stop() {
        listener.shutdown()
        stopping.cancel()
        turnAway()
    }

    /// Closes what nobody will serve, so that the web server answers in our place; each thread does so when it ends.
    private func turnAway() {
        room.close { [.firstRequest, .nextRequest].contains($0.value.purpose) }
        do throws(SystemError) {
            // Who came before the door was shut still stands at it.
            while let connection = try listener.accept() { _ = consume connection }
        } catch {
            // EINVAL: the door is shut, and nobody stands at it.
        }
    }

    /// One worker thread.
    private func serve() {
        activity.begin()
        defer { activity.end() }
        var request = FCGXRequest()
        var preflight = Preflight()
        while true {
            activity.comeRound()
            let ready = room.next()
            if ready == stopping.descriptor { return turnAway() }
            if ready == listener.descriptor {
                admit(&request, after: &preflight)
            } else if let ready, let waiting = room.take(ready) {
                let connection = FileDescriptor(owning: ready)
                if case .leftOver(let count) = waiting.purpose {
                    drop(upTo: count, from: connection)
                } else {
                    serve(connection, in: &request, after: &preflight)
                }
            }
            room.closeStale()
        }
    }

    /// Takes a connection in, and serves it where it has spoken already; those behind it wait in the epoll set.
    ///
    /// There they have turns with the kept ones; one by one at the door, each would wait for a turn of all of those.
    /// One thread hears of an arrival, as more would wake for nothing, and asks for the next before it serves this.
    private func admit(_ request: inout FCGXRequest, after preflight: inout Preflight) {
        do throws(SystemError) {
            let arrived = accept()
            while arrived != nil, room.isQuiet, let next = accept() { room.park(next, awaiting: .firstRequest) }
            try room.watchAgain(listener.descriptor)
            guard let connection = arrived else { return }
            serve(connection, in: &request, after: &preflight)
        } catch {
            // The connection is gone before anything could be done with it.
        }
    }

    private func accept() -> FileDescriptor? {
        do throws(SystemError) {
            guard let connection = try listener.accept() else { return nil }
            try connection.limitWaiting(to: Self.writeTime)
            return connection
        } catch {
            // No descriptor or no memory left: what is being served will free some.
            _ = stopping.wait(atMost: .milliseconds(100))
            return nil
        }
    }

    private func serve(
        _ connection: consuming FileDescriptor, in request: inout FCGXRequest, after preflight: inout Preflight
    ) {
        do throws(SystemError) {
            let verdict = try preflight.judge(connection, within: Self.headTime)
            if verdict == .silent { return room.park(connection, awaiting: .firstRequest) }
            guard case .good(let rest) = verdict else { return }
            guard let answered = request.answer(connection, expecting: rest, with: responder) else { return }
            if rest == .coming || rest == .unseen {
                try answered.shutdownWriting()
                return drop(upTo: Self.bodyLimit, from: answered)
            }
            if request.isConnectionWanted { room.park(answered, awaiting: .nextRequest) }
        } catch {
            // The peer is gone, and with it whoever could be answered.
        }
    }

    /// Reads and drops what has come after the answer; waits for the rest, at most `leftOver` bytes, in the epoll set.
    private func drop(upTo leftOver: Int, from connection: consuming FileDescriptor) {
        do throws(SystemError) {
            var rest = leftOver
            while let count = try connection.discard() {
                rest -= count
                if count == 0 || rest < 0 { return }
            }
            room.park(connection, awaiting: .leftOver(rest))
        } catch {
            // The peer is gone before its body was.
        }
    }
}
