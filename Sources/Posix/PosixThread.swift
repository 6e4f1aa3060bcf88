import CLinux
import Glibc

/// A thread that blocks as much as it likes.
///
/// The C function is `pthread_create`. A closure from here is never isolated to an actor; one written at the top level of
/// `main.swift` is, and would trap here.
package struct PosixThread: Sendable {
    private let handle: pthread_t

    private final class Start: Sendable {
        let name: String
        let body: @Sendable () -> Void

        init(name: String, body: @escaping @Sendable () -> Void) {
            self.name = name
            self.body = body
        }
    }

    /// Starts `body`; the name, of at most 15 bytes, is what `ps -L` and a debugger show.
    package init(named name: String, _ body: @escaping @Sendable () -> Void) throws(SystemError) {
        let start = Unmanaged.passRetained(Start(name: name, body: body))
        var handle = pthread_t()
        let failure = pthread_create(
            &handle, nil,
            { argument in
                guard let argument else { return nil }
                let start = Unmanaged<Start>.fromOpaque(argument).takeRetainedValue()
                pthread_setname_np(pthread_self(), start.name)
                start.body()
                return nil
            }, start.toOpaque())
        guard failure == 0 else {
            start.release()
            throw SystemError("pthread_create", name, code: failure)
        }
        self.handle = handle
    }

    /// Waits for the thread's end; to be called once.
    package func join() { pthread_join(handle, nil) }
}
