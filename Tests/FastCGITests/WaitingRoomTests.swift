import Glibc
import Posix
import Testing

@testable import FastCGI

/// How many connections may wait.
@Suite struct WaitingRoomTests {
    @Test func `however many come at once, the oldest beyond the limit are closed at the next look`() throws {
        let room = try WaitingRoom()
        var peers: [pollfd] = []
        defer { for peer in peers { close(peer.fd) } }
        for _ in 0..<(WaitingRoom.mostWaiting + 20) {
            var ends: [Int32] = [-1, -1]
            try #require(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0)
            peers.append(pollfd(fd: ends[0], events: 0, revents: 0))
            room.park(FileDescriptor(owning: ends[1]), leftOver: nil)
        }

        room.closeStale()

        poll(&peers, nfds_t(peers.count), 0)
        #expect(peers.map { $0.revents != 0 } == (0..<peers.count).map { $0 < 20 })
        room.close { _ in true }
    }
}
