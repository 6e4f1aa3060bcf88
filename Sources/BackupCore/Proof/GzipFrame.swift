/// What stands around the segments of a file made here: header, an empty last block, CRC-32 and size (RFC 1952 §2.3).
struct GzipFrame {
    private static let header: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3]
    private static let lastBlock: [UInt8] = [3, 0]

    private let segments: [Segment]
    private let trailer: [UInt8]
    private let fileBytes: Int64
    private let sqlBytes: Int64

    init(of manifest: BackupManifest) {
        segments = manifest.segments
        fileBytes = manifest.fileBytes
        sqlBytes = manifest.sqlBytes
        let sums = [manifest.crc32, UInt32(truncatingIfNeeded: manifest.sqlBytes)]
        trailer = Self.lastBlock + sums.flatMap { sum in (0..<4).map { UInt8(truncatingIfNeeded: sum >> ($0 * 8)) } }
    }

    /// Makes sure that the segments fill the file without gaps, and that header and trailer stand around them.
    ///
    /// - Throws: ``BackupError/damaged(file:reason:)``
    func check(_ file: any StoredFile, named name: StoredName) throws(BackupError) {
        var end = Int64(Self.header.count)
        for segment in segments {
            guard segment.offset == end else { throw flaw(name, "its manifest's segments leave a gap at byte \(end)") }
            end += segment.length
        }
        guard end + Int64(trailer.count) == fileBytes, segments.reduce(0, { $0 + $1.sqlBytes }) == sqlBytes else {
            throw flaw(name, "its manifest's segments do not fill it")
        }
        guard try bytes(of: file, at: 0, count: Self.header.count) == Self.header else {
            throw flaw(name, "it does not begin like a file made here")
        }
        guard try bytes(of: file, at: end, count: trailer.count) == trailer else {
            throw flaw(name, "the CRC-32 and the size at its end are not those of its manifest")
        }
    }

    private func flaw(_ name: StoredName, _ reason: String) -> BackupError { .damaged(file: "\(name)", reason: reason) }

    private func bytes(of file: any StoredFile, at offset: Int64, count: Int) throws(BackupError) -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: count)
        let read = try buffer.withUnsafeMutableBufferPointer { buffer throws(BackupError) in
            try file.read(at: offset, into: UnsafeMutableRawBufferPointer(buffer))
        }
        return Array(buffer[..<read])
    }
}
