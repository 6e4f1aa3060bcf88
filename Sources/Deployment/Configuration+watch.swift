package import FastCGI
import Glibc

/// For those who watch over the worker.
package struct WatchSettings: Sendable {
    /// Where health and figures are asked for; nil where nobody is to ask.
    package var listen: ListenAddress?
    /// The program that is run at the end of each create.
    package var hook: String?
    package var hookTime: Duration

    init(_ settings: inout Settings) {
        listen = settings["BACKUP_WATCH_LISTEN"].flatMap { _ in
            Configuration.listen(&settings, "BACKUP_WATCH_LISTEN")
        }
        hook = settings.absolutePath("BACKUP_HOOK")
        hookTime = .seconds(settings.integer("BACKUP_HOOK_TIMEOUT", in: 1...300, default: 30))
        if let hook, access(hook, X_OK) != 0 {
            settings.report(
                "BACKUP_HOOK", "'\(hook)' cannot be run: \(String(cString: strerror(errno)))",
                hint: "name an executable file; a script needs its #! line and mode 755")
        }
    }
}
