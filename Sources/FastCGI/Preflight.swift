import Glibc
import Posix

/// A look at a connection's first records before libfcgi reads them.
///
/// libfcgi trusts its peer: it waits for ever for parameters that do not come, takes parameters of any size, and stops the
/// whole process at two lengths that add up to more than memory (up to 2.4.6). So the bytes are peeked at, left in the socket,
/// until the parameters are whole; libfcgi gets only connections whose parameters make sense (FastCGI 1.0 §3.3–3.4).
struct Preflight {
    /// Bytes of records with parameters; nginx's own limits are about 32 KB of headers.
    static let limit = 256 * 1024

    /// Bytes that libfcgi reads at a time.
    private static let readSize = 8192

    /// What there is of a request beyond what libfcgi takes with its parameters.
    enum Rest: Equatable {
        case nothing
        /// The end of a request without a body, which has arrived.
        case here
        /// A body.
        case coming
    }

    enum Verdict: Equatable {
        case incomplete
        case good(Rest)
        case bad
    }

    /// Waits at most `time` for a whole request head on `connection`, and judges it.
    ///
    /// - Returns: ``Verdict/incomplete`` when the time is over or the peer is gone.
    static func judge(_ connection: borrowing FileDescriptor, within time: Duration) throws(SystemError) -> Verdict {
        var bytes = [UInt8](repeating: 0, count: 16 * 1024)
        let deadline = ContinuousClock.now + time
        var seen = 0
        var isAll = false
        while true {
            let peeked = try bytes.withUnsafeMutableBufferPointer { bytes throws(SystemError) in
                try connection.peek(into: UnsafeMutableRawBufferPointer(bytes))
            }
            if peeked == 0 { return .incomplete }
            if let count = peeked, count > seen {
                let verdict = verdict(on: bytes[..<count])
                guard verdict == .incomplete else { return verdict }
                seen = count
                if count == bytes.count {
                    guard bytes.count < limit else { return .bad }
                    bytes += [UInt8](repeating: 0, count: bytes.count)
                    continue
                }
            }
            guard !isAll, ContinuousClock.now < deadline else { return .incomplete }
            // Bytes that were peeked at keep the socket readable, so poll cannot tell that more came. This is rare: a web
            // server sends the head in one piece. That a peer is gone is noticed at once: it must not hold the thread.
            isAll = connection.isHungUp(within: .milliseconds(2))
        }
    }

    /// Judges the first bytes of a connection.
    static func verdict(on bytes: ArraySlice<UInt8>) -> Verdict {
        var rest = bytes
        var parameters: [UInt8] = []
        var request: Int?
        while rest.count >= 8 {
            let header = Array(rest.prefix(8))
            let id = Int(header[2]) << 8 | Int(header[3])
            let contentLength = Int(header[4]) << 8 | Int(header[5])
            let length = 8 + contentLength + Int(header[6])
            guard header[0] == 1 else { return .bad }
            guard rest.count >= length else { return .incomplete }
            let content = rest.dropFirst(8).prefix(contentLength)
            rest = rest.dropFirst(length)
            // libfcgi passes over records of other requests, so none may count for whole parameters here.
            switch header[1] {
            case 1 where request == nil && id != 0 && contentLength == 8 && content.starts(with: [0, 1]):
                // libfcgi closes on a role it does not know; ours is the responder's (§6.2).
                request = id
            case 4 where request == id && contentLength == 0:
                // The empty end of the body, right here and last of all, is what a web server sends with most requests.
                let end = [1, 5, header[2], header[3], 0, 0]
                let isEnd = rest.count == 8 && rest.starts(with: end)
                guard areWhole(parameters) else { return .bad }
                return .good(!isEnd ? .coming : bytes.count <= readSize ? .nothing : .here)
            case 4 where request == id: parameters += content
            default: return .bad
            }
            guard parameters.count <= limit else { return .bad }
        }
        return .incomplete
    }

    /// Whether name-value pairs end just where the bytes end (FastCGI 1.0 §3.4).
    private static func areWhole(_ bytes: [UInt8]) -> Bool {
        var index = 0
        func length() -> Int? {
            guard index < bytes.count else { return nil }
            if bytes[index] < 128 {
                index += 1
                return Int(bytes[index - 1])
            }
            guard index + 4 <= bytes.count else { return nil }
            index += 4
            return bytes[(index - 4)..<index].reduce(0) { $0 << 8 | Int($1) } & 0x7FFF_FFFF
        }
        while index < bytes.count {
            guard let name = length(), let value = length(), name + value <= bytes.count - index else { return false }
            index += name + value
        }
        return true
    }
}
