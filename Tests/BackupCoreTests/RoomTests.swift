import TestSupport
import Testing

@testable import BackupCore

@Suite struct RoomTests {
    @Test func `leaves a fiftieth of the disk to others, and a gibibyte at most`() {
        #expect(Room(freeBytes: 0, totalBytes: 1_000_000).floor == 20_000)
        #expect(Room(freeBytes: 0, totalBytes: 1 << 50).floor == 1 << 30)
    }

    @Test(arguments: [(1_219_999, false), (1_220_000, true)])
    func `a backup fits when margin and floor do too`(free: Int64, fits: Bool) {
        let room = Room(freeBytes: free, totalBytes: 1_000_000)

        if fits {
            #expect(throws: Never.self) { try room.check(for: 1_000_000, marginPercent: 20) }
        } else {
            let words = """
                the backup is foreseen to take 1000000 bytes; with a margin of 20 % and 20000 bytes left for others it does \
                not fit into the 1219999 bytes that are free
                """
            #expect(throws: BackupError.storageFull(reason: words)) {
                try room.check(for: 1_000_000, marginPercent: 20)
            }
        }
    }

    @Test func `a file that grows past the floor is stopped at the next look`() throws {
        let storage = InMemoryStorage()
        let name = BackupName(localTime: "2026-02-23 14:30:00")
        let part = try storage.open().makePart(for: name)
        let sink = RoomSink(part)
        let bytes = [UInt8](repeating: 0, count: RoomSink.interval / 2)
        storage.contents.room = Room(freeBytes: 19_999, totalBytes: 1_000_000)

        try sink.write(bytes.span.bytes)
        let error = #expect(throws: BackupError.self) { try sink.write(bytes.span.bytes) }

        #expect(error == .storageFull(reason: "only 19999 bytes are free, and 20000 are left for others on that disk"))
        #expect(storage.contents.parts[name.file]?.count == bytes.count)
    }
}
