/// A wish to stop, once said never taken back, that a thread can see while it waits in poll(2).
package final class Cancellation: Sendable {
    private let said: Semaphore

    package init() throws(SystemError) { said = try Semaphore() }

    package var descriptor: Int32 { said.descriptor }

    package var isCancelled: Bool { said.isSignaled() }

    package func cancel() { said.signal() }

    /// Waits at most so long for the wish.
    ///
    /// - Returns: whether it was said.
    package func wait(atMost time: Duration) -> Bool { said.isSignaled(within: time) }
}
