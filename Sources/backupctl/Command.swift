import BackupCore
import Deployment
import Posix

/// One thing that the tool does.
protocol Command: Sendable {
    static var synopsis: Synopsis { get }

    /// Takes what the command line asks for.
    ///
    /// - Throws: ``UsageError`` when it asks for something else than the command does.
    init(_ arguments: Arguments) throws(UsageError)

    /// Whether it writes into the backup folder, which then must not be another account's.
    var writes: Bool { get }

    /// Does it.
    ///
    /// - Returns: the exit status.
    func run(at desk: Desk) throws(BackupError) -> Int32

    /// Tells what is wrong with the settings, before which nothing can be done.
    func tell(_ error: ConfigurationError, wantsJSON: Bool) throws(BackupError)
}

extension Command {
    func tell(_ error: ConfigurationError, wantsJSON: Bool) {
        Machine.printError("the configuration is not good:\n\(error)")
    }
}
