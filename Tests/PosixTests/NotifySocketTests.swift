import Glibc
import TestSupport
import Testing

@testable import Posix

@Suite struct NotifySocketTests {
    private let scratch: ScratchFolder

    init() throws { scratch = try ScratchFolder() }

    @Test func `a message arrives whole, at a path and at an abstract name`() throws {
        for address in [scratch.path(of: "notify"), "@backupd-test-\(getpid())-\(UInt64.random(in: 0 ... .max))"] {
            let manager = try ServiceManager(at: address)

            let socket = try NotifySocket(at: address)
            try socket.send("READY=1\nSTATUS=well")
            try socket.send("STOPPING=1")

            #expect(manager.next() == ["READY=1", "STATUS=well"], "\(address)")
            #expect(manager.next() == ["STOPPING=1"])
        }
    }

    @Test(arguments: ["relative", "", "vsock:1:2"])
    func `an address of another kind is refused`(address: String) {
        let error = #expect(throws: SystemError.self) { _ = try NotifySocket(at: address) }

        #expect(error?.code == EAFNOSUPPORT)
    }

    @Test func `an address that does not fit is refused`() {
        let error = #expect(throws: SystemError.self) {
            _ = try NotifySocket(at: "@" + String(repeating: "x", count: 108))
        }

        #expect(error?.code == ENAMETOOLONG)
    }

    @Test func `a manager that is not there, or is gone, is an error and no signal`() throws {
        let address = scratch.path(of: "notify")
        #expect(throws: SystemError.self) { _ = try NotifySocket(at: address) }
        let manager = try ServiceManager(at: address)
        let socket = try NotifySocket(at: address)
        _ = consume manager

        let error = #expect(throws: SystemError.self) { try socket.send("READY=1") }

        #expect(error?.code == ECONNREFUSED)
    }

    @Test func `a manager that does not read holds nobody up`() throws {
        let manager = try ServiceManager(at: scratch.path(of: "notify"))
        let socket = try NotifySocket(at: manager.address)

        let error = #expect(throws: SystemError.self) {
            for _ in 1...1_000_000 { try socket.send("WATCHDOG=1") }
        }

        #expect(error?.code == EAGAIN)
        #expect(manager.next() == ["WATCHDOG=1"])
    }

    @Test func `wiped bytes are zero, and those of a copy stay`() {
        var secret: [UInt8] = [1, 2, 3]
        let copy = secret

        secret.wipe()

        #expect(secret == [0, 0, 0])
        #expect(copy == [1, 2, 3])
        var none: [UInt8] = []
        none.wipe()
        #expect(none.isEmpty)
    }
}
