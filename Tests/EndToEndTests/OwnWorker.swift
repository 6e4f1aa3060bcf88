import Glibc
import Posix
import TestSupport

/// A worker of a test's own, beside the stack's, on the same database and the same folder, behind an nginx of its own.
final class OwnWorker {
    let web: WebClient
    let service: Service
    let socket: String
    private let vhost: Vhost

    init(_ name: String, of site: Site, settings: [String: String] = [:]) throws {
        socket = "\(site.stack.folder)/\(name).sock"
        let log = "\(site.stack.folder)/\(name).log"
        // A worker that was killed leaves its socket behind; the new one has to cope with that.
        let earlier = (try? Files.text(at: log)) ?? ""
        service = try Service(
            site.stack.worker, ["--env-file", site.stack.directory + "/backupd.env"],
            environment: ["BACKUP_LISTEN": "unix:\(socket)", "BACKUP_MYSQLDUMP": site.gate.program]
                .merging(settings) { _, given in given },
            log: log)
        let started = service
        try eventually("the worker listens") {
            let text = try Files.text(at: log).dropFirst(earlier.count)
            if started.hasEnded { throw Unexpected("the worker did not start: \(text)") }
            return text.contains("message=listening")
        }
        vhost = try Vhost(name, of: site, socket: socket)
        web = vhost.web
    }

    var log: String { get throws { try Files.text(at: service.log) } }

    /// How many open files, threads and bytes of memory it has.
    func resources() throws -> (files: Int, threads: Int, residentBytes: Int) {
        let files = try FileDescriptor(folder: "/proc/\(service.id)/fd").names().count
        let threads = try FileDescriptor(folder: "/proc/\(service.id)/task").names().count
        let pages = try Files.text(at: "/proc/\(service.id)/statm").split(separator: " ")[1]
        return (files, threads, (Int(pages) ?? 0) * Int(sysconf(Int32(_SC_PAGESIZE))))
    }

    /// How many connections to it are open (proc_net_unix: the sixth field is 03 for one that is connected).
    func connections() throws -> Int {
        try Files.text(at: "/proc/net/unix").parts(separatedBy: "\n")
            .filter { $0.hasSuffix(" " + socket) && $0.split(separator: " ")[5] == "03" }.count
    }
}
