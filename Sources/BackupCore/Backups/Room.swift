import Synchronization

/// What a file system has left, and what of it backups may take.
package struct Room: Sendable, Equatable {
    /// Bytes that this account may still use.
    package let freeBytes: Int64
    package let totalBytes: Int64

    package init(freeBytes: Int64, totalBytes: Int64) {
        self.freeBytes = freeBytes
        self.totalBytes = totalBytes
    }

    /// Bytes that a backup leaves free: the database may live on the same disk and must not stop for want of it.
    ///
    /// A fiftieth of the file system, at most 1 GiB.
    package var floor: Int64 { min(totalBytes / 50, 1 << 30) }

    /// Makes sure that a file of about `expected` bytes fits, with so many percent more, above the floor.
    ///
    /// - Throws: ``BackupError/storageFull(reason:)``
    package func check(for expected: Int64, marginPercent: Int) throws(BackupError) {
        let needed = Double(expected) * (1 + Double(marginPercent) / 100) + Double(floor)
        guard Double(freeBytes) < needed else { return }
        throw .storageFull(
            reason: """
                the backup is foreseen to take \(expected) bytes; with a margin of \(marginPercent) % and \(floor) bytes \
                left for others it does not fit into the \(freeBytes) bytes that are free
                """)
    }
}

/// Passes bytes on to a part file, and stops when they would leave too little room for others.
final class RoomSink: ByteSink {
    /// How many bytes may go by between two looks at the file system.
    static let interval = 16 << 20

    private let part: any PartFile
    private let unseen = Mutex(0)

    init(_ part: any PartFile) { self.part = part }

    func write(_ bytes: RawSpan) throws(BackupError) {
        let isDue = unseen.withLock { unseen in
            unseen += bytes.byteCount
            guard unseen >= Self.interval else { return false }
            unseen = 0
            return true
        }
        if isDue {
            let room = try part.room()
            guard room.freeBytes >= room.floor else {
                throw .storageFull(
                    reason: "only \(room.freeBytes) bytes are free, and \(room.floor) are left for others on that disk")
            }
        }
        try part.write(bytes)
    }
}
