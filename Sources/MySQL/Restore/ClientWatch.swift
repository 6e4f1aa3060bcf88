import BackupCore
import Posix

/// What ends a client program that does not end by itself.
struct ClientWatch: Sendable {
    /// What the server does for a session.
    enum Activity: Equatable {
        case working
        /// It waits for the next statement, since so long.
        case waiting(Duration)
        /// It knows no such session.
        case none
    }

    /// How long the program may do nothing.
    let stallTimeout: Duration
    let cancellation: Cancellation
    /// Asks the server about the session of this number.
    let activity: @Sendable (UInt64) throws(BackupError) -> Activity
}
