import CZlib

/// The frame of one gzip member around deflated blocks (RFC 1952 §2.3).
struct GzipMember {
    /// No name, no time, made on Unix: equal texts give equal files.
    static let header: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3]

    /// Of the whole text so far.
    private(set) var crc32: UInt32 = 0
    /// Bytes of the text so far.
    private(set) var textSize: Int64 = 0

    /// Counts in the next block of the text; the C function is `crc32_combine`.
    mutating func append(crc32 blockCRC: UInt32, size: Int) {
        crc32 = UInt32(truncatingIfNeeded: crc32_combine(uLong(crc32), uLong(blockCRC), size))
        textSize += Int64(size)
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
