import CZlib

/// A gzip member taken apart by zlib.
struct Inflated {
    struct Failure: Error { let status: Int32 }

    let text: [UInt8]
    let crc32: UInt32

    /// Reads header and deflate data; what may follow is not looked at.
    init(_ member: [UInt8]) throws {
        var stream = z_stream()
        var status = inflateInit2_(&stream, -MAX_WBITS, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        defer { inflateEnd(&stream) }
        var (input, text) = (Array(member.dropFirst(10)), [UInt8]())
        var output = [UInt8](repeating: 0, count: 1 << 20)
        status = input.withUnsafeMutableBufferPointer { input in
            output.withUnsafeMutableBufferPointer { output in
                stream.next_in = input.baseAddress
                stream.avail_in = UInt32(input.count)
                repeat {
                    stream.next_out = output.baseAddress
                    stream.avail_out = UInt32(output.count)
                    status = inflate(&stream, Z_NO_FLUSH)
                    text += output[..<(output.count - Int(stream.avail_out))]
                } while status == Z_OK
                return status
            }
        }
        guard status == Z_STREAM_END else { throw Failure(status: status) }
        self.text = text
        crc32 = UInt32(truncatingIfNeeded: CZlib.crc32_z(0, text, text.count))
    }
}
