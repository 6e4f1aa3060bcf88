import BackupCore
import CZlib

/// The frame of one gzip member around deflated blocks (RFC 1952 §2.3), and the segments in it.
struct GzipMember {
    /// No name, no time, made on Unix: equal texts give equal files.
    static let header: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3]

    /// Of the whole text so far.
    private(set) var crc32: UInt32 = 0
    /// Bytes of the text so far.
    private(set) var textSize: Int64 = 0
    private(set) var segments: [Segment] = []
    /// Bytes of the member so far.
    private(set) var size = Int64(header.count)

    init() {}

    /// The member that these segments make one behind the other, wherever they stand now.
    init(of segments: [Segment]) {
        for segment in segments {
            beginSegment()
            append(crc32: segment.crc32, size: Int(segment.sqlBytes), deflatedSize: Int(segment.length))
        }
    }

    /// The next block refers to nothing before it.
    mutating func beginSegment() {
        segments.append(Segment(offset: size, length: 0, sqlBytes: 0, crc32: 0))
    }

    /// Counts in the next block of the text; the C function is `crc32_combine`.
    mutating func append(crc32 blockCRC: UInt32, size blockSize: Int, deflatedSize: Int) {
        crc32 = Self.combine(crc32, blockCRC, blockSize)
        textSize += Int64(blockSize)
        size += Int64(deflatedSize)
        guard let last = segments.indices.last else { preconditionFailure("the first block begins a segment") }
        segments[last].crc32 = Self.combine(segments[last].crc32, blockCRC, blockSize)
        segments[last].sqlBytes += Int64(blockSize)
        segments[last].length += Int64(deflatedSize)
    }

    private static func combine(_ first: UInt32, _ second: UInt32, _ size: Int) -> UInt32 {
        UInt32(truncatingIfNeeded: crc32_combine(uLong(first), uLong(second), size))
    }

    /// An empty last block, so that no block before has to know whether it is the last; then the CRC-32 and the size
    /// modulo 2³² of the text.
    var trailer: [UInt8] {
        [0x03, 0x00] + Self.littleEndian(crc32) + Self.littleEndian(UInt32(truncatingIfNeeded: textSize))
    }

    private static func littleEndian(_ value: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }
}
