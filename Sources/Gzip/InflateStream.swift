import CZlib

/// zlib's state for inflating (RFC 1950 to 1952).
///
/// It is allocated, not inline: zlib keeps a pointer back to the `z_stream`.
struct InflateStream: ~Copyable {
    enum Format {
        /// Deflate data with nothing around them.
        case raw
        /// gzip members, whose sums zlib checks.
        case gzip

        fileprivate var windowBits: Int32 { self == .raw ? -MAX_WBITS : MAX_WBITS + 16 }
    }

    /// What a step came to.
    struct Step {
        var consumed: Int
        var produced: Int
        /// The last block, and for gzip the sums behind it, have gone by.
        var isAtEnd: Bool
        /// A block has just ended, and with it a byte, so that another may stand behind it.
        var isBetweenBlocks: Bool
    }

    private let stream: UnsafeMutablePointer<z_stream>

    /// Nil when zlib has no memory.
    init?(_ format: Format) {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        // From here on a nil runs `deinit`; inflateEnd takes a state that was never made.
        guard zlib_inflate_init(stream, format.windowBits) == Z_OK else { return nil }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    /// Begins anew; for gzip, with the next member.
    mutating func reset() { inflateReset(stream) }

    /// Inflates as much of `input` as fits into `output`.
    ///
    /// - Returns: nil when the data are damaged.
    mutating func inflate(
        _ input: UnsafeMutableBufferPointer<UInt8>, into output: UnsafeMutableBufferPointer<UInt8>
    ) -> Step? {
        stream.pointee.next_in = input.baseAddress
        stream.pointee.avail_in = UInt32(input.count)
        stream.pointee.next_out = output.baseAddress
        stream.pointee.avail_out = UInt32(output.count)
        let status = CZlib.inflate(stream, Z_NO_FLUSH)
        guard status == Z_OK || status == Z_STREAM_END || status == Z_BUF_ERROR else { return nil }
        return Step(
            consumed: input.count - Int(stream.pointee.avail_in),
            produced: output.count - Int(stream.pointee.avail_out),
            isAtEnd: status == Z_STREAM_END,
            // zlib.h: 128 for the end of a block, 64 for the last block, and the number of bits left over.
            isBetweenBlocks: stream.pointee.data_type == 128)
    }
}
