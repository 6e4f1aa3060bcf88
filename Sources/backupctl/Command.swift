import BackupCore
import Deployment

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
}
