import Glibc
import Posix
import TestSupport
import Testing

@testable import FastCGI

/// Places where no worker can listen, and what the operator is told.
@Suite struct ListenFailureTests {
    private let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    @Test func `a path that is too long is told with the limit`() throws {
        let long = folder.path(of: String(repeating: "x", count: 108))

        let error = #expect(throws: FastCGIError.self) {
            _ = try ListenSocket(at: .unix(path: long, mode: 0o600, group: nil))
        }

        #expect(error?.description.hasSuffix("\nhint: a socket's path has at most 107 bytes") == true)
    }

    @Test func `a folder that is not there is told`() throws {
        let error = #expect(throws: FastCGIError.self) {
            _ = try ListenSocket(at: .unix(path: folder.path(of: "no/x.sock"), mode: 0o600, group: nil))
        }

        let place = folder.path(of: "no/x.sock.lock")
        let words = "the socket could not be opened: open '\(place)': No such file or directory [errno 2]"
        #expect(error?.description == words + "\nhint: may this account write in the socket's folder?")
    }

    @Test func `an address that is no address, or taken, is told`() throws {
        let wrong = #expect(throws: FastCGIError.self) {
            _ = try ListenSocket(at: .loopback(host: "localhost.example", port: 9000))
        }
        #expect(wrong?.description.hasPrefix("the socket could not be opened: bind 'localhost.example': ") == true)

        let first = try ListenSocket(at: .loopback(host: "127.0.0.1", port: 0))
        var address = sockaddr_in()
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { _ = getsockname(first.descriptor, $0, &size) }
        }
        let port = UInt16(bigEndian: address.sin_port)
        let taken = #expect(throws: FastCGIError.self) {
            _ = try ListenSocket(at: .loopback(host: "127.0.0.1", port: port))
        }
        #expect(
            taken?.description == """
                the socket could not be opened: bind '127.0.0.1:\(port)': Address already in use [errno 98]
                hint: another program listens there: choose another BACKUP_LISTEN
                """)
        let watching = #expect(throws: FastCGIError.self) {
            _ = try ListenSocket(at: .loopback(host: "127.0.0.1", port: port), from: "BACKUP_WATCH_LISTEN")
        }
        #expect(watching?.description.hasSuffix(": choose another BACKUP_WATCH_LISTEN") == true)
    }
}
