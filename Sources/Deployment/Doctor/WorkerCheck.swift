import FastCGI
import Posix

/// Whether the worker listens where it should.
enum WorkerCheck {
    static func observation(of address: ListenAddress) -> Observation {
        do throws(SystemError) {
            switch address {
            case .unix(let path, _, _):
                try FileDescriptor.knock(at: path)
                return .ok("worker", "listens on \(path)")
            case .loopback(let host, let port):
                try FileDescriptor.knock(at: host, port: port)
                return .ok("worker", "listens on \(host):\(port)")
            }
        } catch {
            let hint =
                error.isForbidden
                ? "nginx's account needs the socket too: see BACKUP_SOCKET_GROUP and BACKUP_SOCKET_MODE"
                : "start it (systemctl start backupd); its log tells why it ended"
            return .fail("worker", "nobody can be reached: \(error)", hint: hint)
        }
    }
}
