import Glibc
import Posix

/// A look at a connection's first records before libfcgi reads them.
///
/// libfcgi trusts its peer: it waits for ever for parameters that do not come, takes parameters of any size, and stops
/// the whole process at two lengths that add up to more than memory (up to 2.4.6). So the bytes are peeked at, left in
/// the socket, until the parameters are whole; libfcgi gets only connections whose parameters make sense (FastCGI 1.0
/// §3.3–3.4).
struct Preflight {
    /// Bytes of records with parameters; nginx's own limits are about 32 KB of headers.
    static let limit = 256 * 1024

    /// Bytes that libfcgi reads at a time.
    private static let readSize = 8192

    /// Bytes to peek at first; few heads have more.
    private static let usualSize = 16 * 1024

    /// Kept from one connection to the next, as each thread has a look of its own.
    private var bytes = [UInt8](repeating: 0, count: Self.usualSize)

    /// What there is of a request beyond what libfcgi takes with its parameters.
    enum Rest: Equatable {
        case nothing
        /// The end of a request without a body, which has arrived.
        case here
        /// A body.
        case coming
        /// What stands behind the head has not arrived, or not enough of it to tell.
        case unseen
    }

    enum Verdict: Equatable {
        /// Not a byte has come.
        case silent
        case incomplete
        case good(Rest)
        case bad
    }

    /// Waits at most `time` for a whole request head on `connection`, and judges it.
    ///
    /// - Returns: ``Verdict/incomplete`` when the time is over or the peer is gone; what is ``Rest/unseen`` then is the
    ///   same as a body.
    mutating func judge(_ connection: borrowing FileDescriptor, within time: Duration) throws(SystemError) -> Verdict {
        defer { if bytes.count > Self.usualSize { bytes = Array(repeating: 0, count: Self.usualSize) } }
        let deadline = ContinuousClock.now + time
        var seen = 0
        var isAll = false
        var verdict = Verdict.incomplete
        while true {
            let peeked = try bytes.withUnsafeMutableBufferPointer { bytes throws(SystemError) in
                try connection.peek(into: UnsafeMutableRawBufferPointer(bytes))
            }
            if peeked == 0 { return .incomplete }
            if peeked == nil, seen == 0 { return .silent }
            if let count = peeked, count > seen {
                verdict = Self.verdict(on: bytes[..<count])
                guard verdict == .incomplete || verdict == .good(.unseen) else { return verdict }
                seen = count
                if count == bytes.count {
                    guard bytes.count < Self.limit else { return verdict == .incomplete ? .bad : verdict }
                    bytes += [UInt8](repeating: 0, count: bytes.count)
                    continue
                }
            }
            guard !isAll, ContinuousClock.now < deadline else { return verdict }
            // Bytes that were peeked at keep the socket readable, so poll cannot tell that more came. This is rare: a
            // web server sends the head in one piece. That a peer is gone is noticed at once: it must not hold the
            // thread.
            isAll = connection.isHungUp(within: .milliseconds(2))
        }
    }

    /// Judges the first bytes of a connection.
    static func verdict(on bytes: ArraySlice<UInt8>) -> Verdict {
        var rest = bytes
        var parameters = ArraySlice<UInt8>()
        var request: Int?
        while rest.count >= 8 {
            let header = rest.startIndex
            let id = Int(rest[header + 2]) << 8 | Int(rest[header + 3])
            let contentLength = Int(rest[header + 4]) << 8 | Int(rest[header + 5])
            let length = 8 + contentLength + Int(rest[header + 6])
            guard rest[header] == 1 else { return .bad }
            guard rest.count >= length else { return .incomplete }
            let content = rest.dropFirst(8).prefix(contentLength)
            let kind = rest[header + 1]
            rest = rest.dropFirst(length)
            // libfcgi passes over records of other requests, so none may count for whole parameters here.
            switch kind {
            case 1 where request == nil && id != 0 && contentLength == 8 && content.starts(with: [0, 1]):
                // libfcgi closes on a role it does not know; ours is the responder's (§6.2).
                request = id
            case 4 where request == id && contentLength == 0:
                // The empty end of the body, right here and last of all, is what a web server sends with most requests.
                let isEnd = rest.count == 8 && rest.starts(with: [1, 5, UInt8(id >> 8), UInt8(id & 255), 0, 0])
                guard areWhole(parameters) else { return .bad }
                return .good(isEnd ? bytes.count <= readSize ? .nothing : .here : rest.count < 8 ? .unseen : .coming)
            case 4 where request == id:
                // A web server sends one such record, which then is not copied.
                if parameters.isEmpty { parameters = content } else { parameters += content }
            default: return .bad
            }
            guard parameters.count <= limit else { return .bad }
        }
        return .incomplete
    }

    /// Whether name-value pairs end just where the bytes end (FastCGI 1.0 §3.4).
    private static func areWhole(_ bytes: ArraySlice<UInt8>) -> Bool {
        var index = bytes.startIndex
        while index < bytes.endIndex {
            guard let name = length(in: bytes, at: &index), let value = length(in: bytes, at: &index),
                name + value <= bytes.endIndex - index
            else { return false }
            index += name + value
        }
        return true
    }

    private static func length(in bytes: ArraySlice<UInt8>, at index: inout Int) -> Int? {
        guard index < bytes.endIndex else { return nil }
        if bytes[index] < 128 {
            index += 1
            return Int(bytes[index - 1])
        }
        guard index + 4 <= bytes.endIndex else { return nil }
        index += 4
        return bytes[(index - 4)..<index].reduce(0) { $0 << 8 | Int($1) } & 0x7FFF_FFFF
    }
}
