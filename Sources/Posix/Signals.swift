import Glibc

/// The signals that ask a daemon to stop.
package struct StopSignals: Sendable {
    /// Blocks SIGTERM, SIGINT, the signals libfcgi would act on, and the one that says what a failed write says too,
    /// for this thread and all it starts later.
    ///
    /// To be called before any other thread exists. libfcgi's own handlers would set a flag that makes it spin.
    package static func block() {
        var signals = sigset_t()
        sigemptyset(&signals)
        for signal in [SIGTERM, SIGINT, SIGUSR1, SIGPIPE, SIGXFSZ] { sigaddset(&signals, signal) }
        pthread_sigmask(SIG_BLOCK, &signals, nil)
    }

    /// Waits for SIGTERM or SIGINT.
    ///
    /// - Returns: the signal's name.
    package static func wait() -> String {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGTERM)
        sigaddset(&signals, SIGINT)
        var received: Int32 = 0
        while sigwait(&signals, &received) != 0 {}
        return received == SIGTERM ? "SIGTERM" : "SIGINT"
    }
}
