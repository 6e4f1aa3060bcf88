import BackupCore
import FastCGI
import Posix

/// The worker's second door, with two threads of its own, for those who watch over it.
///
/// It stays open until the requests in progress are answered: a stop that waits for a backup can be watched too.
struct Watcher {
    private let server: Server
    private let log: Log
    private var thread: PosixThread?

    /// Opens the door, or is nil where nobody is to ask; to be called before there are other threads.
    init?(at address: ListenAddress?, of deployment: Deployment) throws(FastCGIError) {
        guard let address else { return nil }
        log = deployment.log
        server = try Server(
            on: ListenSocket(at: address, from: "BACKUP_WATCH_LISTEN"), workers: 2, responder: deployment.watch,
            named: "watch")
    }

    mutating func start() throws(SystemError) {
        thread = try PosixThread(named: "watch") { [server, log] in
            do throws(FastCGIError) {
                try server.run()
            } catch {
                log.error("nobody can watch over the worker", ["error": error])
            }
        }
    }

    func stop() {
        server.stop()
        thread?.join()
    }
}
