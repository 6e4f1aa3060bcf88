/// The records that bear an answer to the web server (FastCGI 1.0 §3.3, §5.3, §5.5).
enum ResponseRecords {
    /// `FCGI_STDOUT` and `FCGI_END_REQUEST`.
    private static let (output, end): (UInt8, UInt8) = (6, 3)
    /// Bytes that one record can hold: two of its header count them.
    private static let largest = 65535

    /// The answer to one request: the parts of its text, one after the other, the end of the text, and the end of the
    /// request.
    static func bytes(of parts: [[UInt8]], to request: UInt16) -> [UInt8] {
        let size = parts.reduce(0) { $0 + $1.count }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(size + (size / largest + parts.count + 3) * 8)
        for part in parts {
            for start in stride(from: 0, to: part.count, by: largest) {
                let content = part[start...].prefix(largest)
                bytes += header(output, of: request, count: content.count)
                bytes += content
            }
        }
        bytes += header(output, of: request, count: 0)
        bytes += header(end, of: request, count: 8)
        // Application status 0, FCGI_REQUEST_COMPLETE.
        bytes += [0, 0, 0, 0, 0, 0, 0, 0]
        return bytes
    }

    /// Version, type, id of the request, bytes that follow, and no padding behind them.
    private static func header(_ type: UInt8, of request: UInt16, count: Int) -> [UInt8] {
        [1, type, UInt8(request >> 8), UInt8(request & 255), UInt8(count >> 8), UInt8(count & 255), 0, 0]
    }
}
