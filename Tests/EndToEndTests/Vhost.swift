import Glibc
import Posix
import TestSupport

/// A further nginx in front of a worker, with settings of a site's own around the shipped file.
final class Vhost {
    let web: WebClient
    private let nginx: Service

    /// Starts nginx; `settings` stand in its http block, and the shipped file's lines with `omitted` in them are left
    /// out.
    init(
        _ name: String, of site: Site, socket: String? = nil, settings: String = "", leavingOut omitted: String? = nil
    ) throws {
        let folder = "\(site.stack.folder)/\(name)"
        try Program.succeed("mkdir", ["-p", folder])
        let port = try Self.freePort()
        web = WebClient(port: port, proof: site.stack.proof)
        let shipped = try Files.text(at: Stack.repository + "/nginx/backupd.conf")
        let root = site.stack.storage.parts(separatedBy: "/").dropLast().joined(separator: "/")
        let lines = shipped.parts(separatedBy: "\n").filter { line in omitted.map { !line.contains($0) } ?? true }
        let edited = lines.map { line in
            line.hasPrefix("set $backupd_storage ") ? "set $backupd_storage \(root);" : line
        }
        try Files.write(edited.joined(separator: "\n"), to: "\(folder)/backupd.conf")
        let limit = try Files.text(at: Stack.repository + "/nginx/backupd-limit.conf")
            .parts(separatedBy: "unix:/run/backupd/backupd.sock")
        guard limit.count == 2 else { throw Unexpected("the shipped file does not name the worker where it used to") }
        let listen = "unix:\(socket ?? site.stack.directory + "/backupd.sock")"
        try Files.write(limit.joined(separator: listen), to: "\(folder)/backupd-limit.conf")
        let paths = ["client_body", "fastcgi", "proxy", "scgi", "uwsgi"].map { "\($0)_temp_path \(folder)/\($0);" }
        try Files.write(
            """
            daemon off; pid \(folder)/nginx.pid; error_log \(folder)/error.log;
            events {}
            http {
                access_log off; \(paths.joined(separator: " "))
                include \(folder)/backupd-limit.conf;
                \(settings)
                server { listen 127.0.0.1:\(port); include \(folder)/backupd.conf; }
            }
            """, to: "\(folder)/nginx.conf")
        let user = geteuid() == 0 ? ["-g", "user root;"] : []
        let service = try Service("nginx", ["-c", "\(folder)/nginx.conf"] + user, log: "\(folder)/error.log")
        nginx = service
        try eventually("nginx listens on port \(port)") {
            if service.hasEnded { throw Unexpected(try Files.text(at: service.log)) }
            return (try? WebClient(port: port).call("GET", "/")) != nil
        }
    }

    /// A port of the loopback interface that nobody listens on.
    static func freePort() throws -> UInt16 {
        let made = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard made >= 0 else { throw SystemError("socket", "127.0.0.1") }
        let socket = FileDescriptor(owning: made)
        var place = sockaddr_in()
        place.sin_family = sa_family_t(AF_INET)
        place.sin_addr.s_addr = inet_addr("127.0.0.1")
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafeMutablePointer(to: &place) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                let bound = bind(socket.rawValue, $0, size)
                return bound == 0 ? getsockname(socket.rawValue, $0, &size) : bound
            }
        }
        guard result == 0 else { throw SystemError("bind", "127.0.0.1") }
        return UInt16(bigEndian: place.sin_port)
    }
}
