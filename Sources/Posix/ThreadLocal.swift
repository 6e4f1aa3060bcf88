import Glibc

/// A value of which each thread has its own, let go of when the thread ends.
///
/// The value never leaves its thread, so it need not be `Sendable`; what threads share is the key alone.
/// The C functions are `pthread_key_create`, `pthread_getspecific` and `pthread_setspecific`.
package final class ThreadLocal<Value: AnyObject>: Sendable {
    private let key: pthread_key_t

    package init() {
        var key = pthread_key_t()
        let failure = pthread_key_create(&key) { value in
            if let value { Unmanaged<AnyObject>.fromOpaque(value).release() }
        }
        precondition(failure == 0, "no thread-specific key is left")
        self.key = key
    }

    deinit { pthread_key_delete(key) }

    /// This thread's value.
    package var value: Value? {
        get { pthread_getspecific(key).map { Unmanaged<Value>.fromOpaque($0).takeUnretainedValue() } }
        set {
            let old = pthread_getspecific(key)
            let new = newValue.map { UnsafeRawPointer(Unmanaged.passRetained($0).toOpaque()) }
            let failure = pthread_setspecific(key, new)
            precondition(failure == 0, "no memory for a thread-specific value")
            if let old { Unmanaged<Value>.fromOpaque(old).release() }
        }
    }
}
