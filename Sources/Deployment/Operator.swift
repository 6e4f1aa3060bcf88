import BackupCore
import Posix

/// The operator's tool: one command a run.
package enum Operator {
    private static let usage = """
        backupctl - what an operator does with backups by hand

        usage: backupctl [--env-file FILE] COMMAND

          list              print the backups, newest first: id, time (UTC), bytes, file
          reconcile         put rows and files in order, as every start and every create do

        exit status: 0 done, 1 failed, 64 wrong usage, 78 wrong configuration
        """

    /// Runs the program with its arguments, the first being its name.
    ///
    /// - Returns: the exit status.
    package static func run(_ commandLine: [String]) -> Int32 {
        guard let arguments = Arguments(commandLine.dropFirst(), flags: ["--help", "--version"]) else {
            Machine.printError(usage)
            return ExitCode.usage
        }
        if let answer = arguments.answer(name: "backupctl", usage: usage) { return answer }
        guard arguments.words.count == 1, let command = commands[arguments.words[0]] else {
            Machine.printError(usage)
            return ExitCode.usage
        }
        return run(command, envFile: arguments.envFile)
    }

    private typealias Command = @Sendable (BackupService) throws(BackupError) -> Void

    private static let commands: [String: Command] = [
        "list": { backups throws(BackupError) in try list(backups) },
        "reconcile": { backups throws(BackupError) in try backups.reconcileAtStart() },
    ]

    private static func run(_ command: Command, envFile: String?) -> Int32 {
        Deployment.initializeLibraries()
        let configuration: Configuration
        do throws(ConfigurationError) {
            configuration = try Configuration(environment: Environment.variables, envFile: envFile)
        } catch {
            Machine.printError("the configuration is not good:\n\(error)")
            return ExitCode.configuration
        }
        do throws(BackupError) {
            try command(Deployment(configuration, cancellation: cancellation(), log: Log(Machine.printError)).backups)
            return ExitCode.success
        } catch {
            Machine.printError("backupctl: \(error)")
            return ExitCode.failure
        }
    }

    private static func cancellation() throws(BackupError) -> Cancellation {
        do throws(SystemError) { return try Cancellation() } catch { throw .dumpFailed(reason: "\(error)") }
    }

    private static func list(_ backups: BackupService) throws(BackupError) {
        for backup in try backups.page(size: Int(Int32.max), offset: 0).backups {
            let time = backup.createdAt.map { $0.ISO8601Format() } ?? "-"
            print("\(backup.id)\t\(time)\t\(backup.sizeInBytes)\t\(backup.fileName)")
        }
    }
}
