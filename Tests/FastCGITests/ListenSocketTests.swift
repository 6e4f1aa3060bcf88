import Glibc
import Posix
import TestSupport
import Testing

@testable import FastCGI

@Suite struct ListenSocketTests {
    private let folder: ScratchFolder
    private let path: String

    init() throws {
        folder = try ScratchFolder()
        path = folder.path(of: "worker.sock")
    }

    private func listen(mode: UInt32 = 0o660, group: String? = nil) throws(FastCGIError) -> ListenSocket {
        try ListenSocket(at: .unix(path: path, mode: mode, group: group))
    }

    private func status() -> stat? {
        var status = stat()
        return lstat(path, &status) == 0 ? status : nil
    }

    /// A socket at the path that belongs to nobody of ours.
    private func bindForeign() throws -> FileDescriptor {
        let socket = try FileDescriptor.socket(AF_UNIX)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let bound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(socket.rawValue, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        try #require(bound == 0)
        return socket
    }

    @Test(arguments: [UInt32(0o600), 0o660, 0o666])
    func `has the mode it was given`(mode: UInt32) throws {
        let socket = try listen(mode: mode)

        #expect(status()?.st_mode == S_IFSOCK | mode)
        #expect(socket.descriptor > 2)
    }

    @Test func `belongs to the group it was given`() throws {
        let own = try #require(getgrgid(getegid()))
        let name = geteuid() == 0 ? "daemon" : String(cString: own.pointee.gr_name)
        let wanted = try #require(getgrnam(name)).pointee.gr_gid

        let socket = try listen(group: name)

        #expect(status()?.st_gid == wanted)
        #expect(socket.descriptor > 2)
    }

    @Test func `a group that does not exist is named`() throws {
        let error = #expect(throws: FastCGIError.self) { _ = try listen(group: "no-such-group") }

        let words = "find the group 'no-such-group': No such file or directory [errno 2]"
        #expect(error?.description.hasPrefix("the socket could not be opened: \(words)\nhint: ") == true)
    }

    @Test func `a second worker on the same path is refused, and the first serves on`() throws {
        let first = try listen()

        let error = #expect(throws: FastCGIError.self) { _ = try listen() }

        #expect(
            error?.description == """
                the socket could not be opened: lock '\(path).lock': Resource temporarily unavailable [errno 11]
                hint: another worker serves this socket: stop it first, or give this one another BACKUP_LISTEN
                """)
        _ = try FileDescriptor(connectingTo: path)
        #expect(try first.accept() != nil)
    }

    @Test func `a file in the way stays as it is`() throws {
        try folder.write("precious", to: "worker.sock")

        let error = #expect(throws: FastCGIError.self) { _ = try listen() }

        #expect(
            error?.description == """
                the socket could not be opened: bind '\(path)': File exists [errno 17]
                hint: something that is no socket is in the way: move it, or choose another BACKUP_LISTEN
                """)
        #expect(try folder.text(of: "worker.sock") == "precious")
    }

    @Test func `a link in the way is neither followed nor removed`() throws {
        try folder.write("precious", to: "target")
        symlink("target", path)

        #expect(throws: FastCGIError.self) { _ = try listen() }

        #expect((status()?.st_mode ?? 0) & S_IFMT == S_IFLNK)
        #expect(try folder.text(of: "target") == "precious")
    }

    @Test func `a socket that a dead worker left is replaced`() throws {
        _ = try bindForeign()
        #expect(throws: SystemError.self) { _ = try FileDescriptor(connectingTo: path) }

        let socket = try listen()

        _ = try FileDescriptor(connectingTo: path)
        #expect(try socket.accept() != nil)
    }

    @Test func `the socket goes with its owner, and another may follow`() throws {
        for _ in 1...3 {
            let socket = try listen()
            #expect(status() != nil)
            #expect(socket.descriptor > 2)
            _ = consume socket
            #expect(status() == nil)
        }
    }

    @Test func `a socket that another put in its place is left alone`() throws {
        let socket = try listen()
        unlink(path)
        let foreign = try bindForeign()

        #expect(socket.descriptor > 2)
        _ = consume socket

        #expect(status() != nil)
        #expect(foreign.rawValue > 2)
    }
}
