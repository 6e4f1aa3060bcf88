import CLinux
import Glibc

/// A thread that blocks as much as it likes.
///
/// The C function is `pthread_create`. A closure from here is never isolated to an actor; one written at the top level
/// of `main.swift` is, and would trap here.
package struct PosixThread: Sendable {
    private let handle: pthread_t

    private final class Start: Sendable {
        let name: String
        let niceness: Int32
        let body: @Sendable () -> Void

        init(name: String, niceness: Int32, body: @escaping @Sendable () -> Void) {
            self.name = name
            self.niceness = niceness
            self.body = body
        }
    }

    /// Starts `body`.
    ///
    /// The name, of at most 15 bytes, is what `ps -L` and a debugger show. The niceness, from 0 to
    /// 19, is the thread's alone: setpriority(2), notes on Linux.
    package init(named name: String, niceness: Int32 = 0, _ body: @escaping @Sendable () -> Void) throws(SystemError) {
        let start = Unmanaged.passRetained(Start(name: name, niceness: niceness, body: body))
        var handle = pthread_t()
        let failure = pthread_create(
            &handle, nil,
            { argument in
                guard let argument else { return nil }
                let start = Unmanaged<Start>.fromOpaque(argument).takeRetainedValue()
                pthread_setname_np(pthread_self(), start.name)
                if start.niceness > 0 { setpriority(Int32(PRIO_PROCESS.rawValue), 0, start.niceness) }
                start.body()
                return nil
            }, start.toOpaque())
        guard failure == 0 else {
            start.release()
            throw SystemError("pthread_create", name, code: failure)
        }
        self.handle = handle
    }

    /// How long the calling thread has had a processor: clock_gettime(2).
    package static var processorTime: Duration {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }

    /// Waits for the thread's end; to be called once.
    package func join() { pthread_join(handle, nil) }
}
