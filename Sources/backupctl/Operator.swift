import BackupCore
import Deployment
import Glibc
import Posix

/// The operator's tool from its command line to its exit status.
enum Operator {
    static let commands: [any Command.Type] = [
        ListCommand.self, CreateCommand.self, VerifyCommand.self, RestoreCommand.self, DrillCommand.self,
        ExtractCommand.self, DeleteCommand.self, PruneCommand.self, ReconcileCommand.self, StatusCommand.self,
        DoctorCommand.self,
    ]

    static var help: String {
        let summaries = commands.map { command in
            let synopsis = command.synopsis
            let usage = [synopsis.name, synopsis.operands].filter { !$0.isEmpty }.joined(separator: " ")
            return Option(usage, help: synopsis.summary)
        }
        return """
            backupctl - what an operator does with backups by hand

            usage: backupctl [OPTION…] COMMAND

            \(Option.table(summaries))

            \(Option.table(Synopsis.common))

            'backupctl COMMAND --help' tells what a command takes. Results go to standard output, all else to standard error.

            exit status: 0 done, 1 failed, 2 a backup is proved damaged, gone, or brought back with other rows than it
            holds, 64 wrong usage, 75 another backup or restore is at work, 78 wrong configuration, 130 interrupted
            (nothing is left half done but by 'restore --force')
            """
    }

    /// Runs the program with its arguments, the first being its name.
    ///
    /// - Returns: the exit status.
    static func run(_ commandLine: [String]) -> Int32 {
        var (name, usage) = ("", "")
        do throws(UsageError) {
            let all = try Arguments(
                commandLine.dropFirst(), options: Synopsis.common + commands.flatMap { $0.synopsis.options })
            guard let word = all.words.first else {
                guard all.has(.help) || all.has(.version) else { throw UsageError("a command is missing") }
                print(all.has(.help) ? help : "backupctl \(Deployment.version)")
                return ExitCode.success
            }
            guard let command = commands.first(where: { $0.synopsis.name == word }) else {
                throw UsageError("there is no command '\(word)'")
            }
            (name, usage) = (" \(word)", "\n\(command.synopsis.usage)")
            return try run(command, commandLine)
        } catch {
            let hint = "hint: 'backupctl\(name) --help' tells what there is"
            Machine.printError("backupctl\(name): \(error)\(usage)\n\(hint)")
            return ExitCode.usage
        }
    }

    private static func run(_ command: any Command.Type, _ commandLine: [String]) throws(UsageError) -> Int32 {
        let arguments = try Arguments(
            commandLine.dropFirst(), options: Synopsis.common + command.synopsis.options, command: command.synopsis.name
        )
        if arguments.has(.help) || arguments.has(.version) {
            print(arguments.has(.help) ? command.synopsis.help : "backupctl \(Deployment.version)")
            return ExitCode.success
        }
        let command = try command.init(arguments)
        StopSignals.block()
        Deployment.initializeLibraries()
        let configuration: Configuration
        do throws(ConfigurationError) {
            configuration = try Configuration(
                environment: Environment.variables, envFile: arguments.value(of: .envFile),
                standardFile: Configuration.standardFile)
            Configuration.wipeSecrets()
        } catch {
            return refuse(error, command, wantsJSON: arguments.has(.json))
        }
        if command.writes, let trespass = Trespass(on: configuration.storageRoot) {
            Machine.printError("backupctl: \(trespass)")
            return ExitCode.usage
        }
        return perform(command, with: configuration, wantsJSON: arguments.has(.json))
    }

    private static func refuse(_ error: ConfigurationError, _ command: any Command, wantsJSON: Bool) -> Int32 {
        do throws(BackupError) {
            try command.tell(error, wantsJSON: wantsJSON)
            return ExitCode.configuration
        } catch {
            Machine.printError("backupctl: \(error)")
            return error.exitCode
        }
    }

    private static func perform(
        _ command: any Command, with configuration: Configuration, wantsJSON: Bool
    ) -> Int32 {
        let status = StatusLine()
        configuration.warn(in: Log(status.log))
        do throws(BackupError) {
            let cancellation = try interruptible(status)
            let deployment = Deployment(configuration, cancellation: cancellation, log: Log(status.log))
            // The hook, which is run beside.
            defer { deployment.background.join() }
            let desk = Desk(deployment: deployment, output: Output(), status: status, wantsJSON: wantsJSON)
            return try command.run(at: desk)
        } catch {
            if error == .interrupted { status.log("backupctl: interrupted") } else { status.complain(error) }
            return error.exitCode
        }
    }

    /// Lets the first SIGINT or SIGTERM end what is in progress; the second ends the process.
    private static func interruptible(_ status: StatusLine) throws(BackupError) -> Cancellation {
        do throws(SystemError) {
            let cancellation = try Cancellation()
            _ = try PosixThread(named: "signals") {
                status.log("backupctl: \(StopSignals.wait()): stopping; a second one ends it at once")
                cancellation.cancel()
                _ = StopSignals.wait()
                _exit(ExitCode.interrupted)
            }
            return cancellation
        } catch {
            throw .outputFailed(reason: "the program could not be readied: \(error)")
        }
    }
}
