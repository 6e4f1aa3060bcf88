import Glibc
import Posix
import Testing

@testable import FastCGI

/// How many connections may wait, and how long.
@Suite struct WaitingRoomTests {
    private let room: WaitingRoom

    init() throws { room = try WaitingRoom(forAtMost: 50) }

    /// Lets a new connection wait, and gives its other end.
    private func park(awaiting purpose: WaitingRoom.Purpose = .firstRequest) throws -> pollfd {
        var ends: [Int32] = [-1, -1]
        try #require(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0)
        room.park(FileDescriptor(owning: ends[1]), awaiting: purpose)
        return pollfd(fd: ends[0], events: 0, revents: 0)
    }

    @Test func `however many come at once, the oldest beyond the limit are closed`() throws {
        var peers = try (1...70).map { _ in try park() }
        defer { for peer in peers { close(peer.fd) } }

        poll(&peers, nfds_t(peers.count), 0)
        #expect(peers.map { $0.revents != 0 } == (0..<peers.count).map { $0 < 20 })
        room.close { _ in true }
    }

    @Test func `those that have spoken stay, and kept ones while there are others`() throws {
        var peers = [try park(awaiting: .nextRequest), try park(), try park()]
        defer { for peer in peers { close(peer.fd) } }
        try #require(write(peers[1].fd, "!", 1) == 1)
        peers += try (1...48).map { _ in try park() }

        poll(&peers, nfds_t(peers.count), 0)
        #expect(peers.indices.filter { peers[$0].revents != 0 } == [2])
        room.close { _ in true }
    }

    @Test func `one that has spoken is not closed for having waited`() throws {
        var peers = [try park(), try park()]
        defer { for peer in peers { close(peer.fd) } }
        try #require(write(peers[0].fd, "!", 1) == 1)

        room.closeSilent(for: .zero)

        poll(&peers, nfds_t(peers.count), 0)
        #expect(peers.map { $0.revents != 0 } == [false, true])
        room.close { _ in true }
    }
}
