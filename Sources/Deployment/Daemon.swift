import BackupAPI
import BackupCore
import FastCGI
import MySQL
import Posix

/// The worker from start to stop.
package enum Daemon {
    private static let checkConfig = Option(
        "--check-config", help: "say what is wrong with the configuration, and end; the database is not asked")

    private static let usage = """
        backupd - makes, lists, hands out and deletes full MySQL backups, behind nginx

        usage: backupd [--env-file FILE] [--check-config]

        \(Option.table([.envFile, checkConfig, .version, .help]))

        The settings are environment variables: Laravel's DB_HOST, DB_PORT, DB_SOCKET, DB_DATABASE, DB_USERNAME,
        DB_PASSWORD, MYSQL_ATTR_SSL_CA and APP_TIMEZONE, and those that begin with BACKUP_; backupd.conf(5) lists them all.
        Without --env-file, \(Configuration.standardFile) is read where it is there.

        SIGTERM or SIGINT stops it once the requests in progress are answered, a running backup included; a second one
        gives that backup up.

        exit status: 0 stopped as asked, 64 wrong usage, 69 the socket cannot be opened, 78 wrong configuration
        """

    /// Runs the program with its arguments, the first being its name.
    ///
    /// - Returns: the exit status.
    package static func run(_ commandLine: [String]) -> Int32 {
        let arguments: Arguments
        do throws(UsageError) {
            arguments = try Arguments(
                commandLine.dropFirst(), options: [.envFile, checkConfig, .version, .help])
            _ = try arguments.operands([])
        } catch {
            Machine.printError("backupd: \(error)\n\n\(usage)")
            return ExitCode.usage
        }
        if arguments.has(.help) || arguments.has(.version) {
            print(arguments.has(.help) ? usage : "backupd \(Deployment.version)")
            return ExitCode.success
        }
        StopSignals.block()
        Deployment.initializeLibraries()
        do throws(ConfigurationError) {
            let configuration = try Configuration(
                environment: Environment.variables, envFile: arguments.value(of: .envFile),
                standardFile: Configuration.standardFile)
            Configuration.wipeSecrets()
            let log = Log(Machine.printError)
            configuration.warn(in: log)
            if arguments.has(checkConfig) {
                print("the configuration is good: \(configuration.summary)")
                return ExitCode.success
            }
            return serve(configuration, log: log)
        } catch {
            Machine.printError("the configuration is not good:\n\(error)")
            return ExitCode.configuration
        }
    }

    private static func serve(_ configuration: Configuration, log: Log) -> Int32 {
        do throws(FastCGIError) {
            let cancellation = try starting { () throws(SystemError) in try Cancellation() }
            let deployment = Deployment(configuration, cancellation: cancellation, log: log)
            let server = try Server(
                on: ListenSocket(at: configuration.listen), workers: configuration.threads, responder: deployment.api)
            var watcher = try Watcher(at: configuration.watch.listen, of: deployment)
            log.info("listening", ["version": Deployment.version, "configuration": configuration.summary])
            let supervision = Supervision(Environment.variables, log: log)
            let recovered = try starting { () throws(SystemError) in try Semaphore() }
            let reconciling = try starting { () throws(SystemError) in
                try PosixThread(named: "reconcile") { reconcile(deployment, telling: recovered, log: log) }
            }
            _ = try starting { () throws(SystemError) in
                try PosixThread(named: "signals") {
                    stop(server, cancelling: cancellation, telling: supervision, log: log)
                }
            }
            let ended = try starting { () throws(SystemError) in try Cancellation() }
            let watching = try starting { () throws(SystemError) in
                try PosixThread(named: "watchdog") {
                    supervision.ready(once: recovered)
                    supervision.watch(until: ended) { deployment.look(at: server.activity.now) }
                }
            }
            try starting { () throws(SystemError) in try watcher?.start() }
            try server.run()
            deployment.background.join()
            watcher?.stop()
            reconciling.join()
            ended.cancel()
            watching.join()
            log.info("stopped")
            return ExitCode.success
        } catch {
            log.error("the service could not start", ["error": error])
            return ExitCode.unavailable
        }
    }

    /// Stops at the first signal; gives a running backup up at the second.
    private static func stop(
        _ server: Server, cancelling cancellation: Cancellation, telling supervision: Supervision, log: Log
    ) {
        log.info("stopping once the requests in progress are answered", ["signal": StopSignals.wait()])
        supervision.stopping()
        server.stop()
        log.warning("giving up the backup in progress", ["signal": StopSignals.wait()])
        cancellation.cancel()
    }

    /// What can be put right is; what stands in the way of the first backup is told before somebody asks for it.
    private static func reconcile(_ deployment: Deployment, telling recovered: Semaphore, log: Log) {
        do throws(BackupError) {
            try deployment.backups.reconcileAtStart()
        } catch {
            log.warning("rows and files were not put in order at the start; the next create does it", ["error": error])
        }
        recovered.signal()
        do throws(BackupError) {
            try deployment.obstacles.refuse()
        } catch {
            log.warning("a backup made now would fail", ["error": error])
        }
    }

    private static func starting<Result>(
        _ body: () throws(SystemError) -> Result
    ) throws(FastCGIError) -> Result {
        do throws(SystemError) { return try body() } catch { throw .cannotStart(error) }
    }
}
