import Glibc
package import Posix

/// A web server's side of FastCGI, byte by byte, so that tests can also say what no web server would (FastCGI 1.0 §3).
package final class FastCGIClient: Sendable {
    /// The record types a test sends or gets.
    package enum Kind: UInt8, Sendable {
        case begin = 1, abort, end, parameters, input, output, errors, data, getValues
    }

    /// What came back for one request.
    package struct Answer: Sendable, Equatable {
        package var output: [UInt8] = []
        /// Whether an END_REQUEST record came; without one, the connection was closed in between.
        package var isEnded = false

        /// What a peer gets whom the worker will not serve.
        package static let nothing = Answer()

        /// The header block, then the body.
        package var text: String { String(decoding: output, as: UTF8.self) }
        package var body: String {
            text.split(separator: "\r\n\r\n", maxSplits: 1).dropFirst().first.map(String.init) ?? ""
        }
    }

    private let socket: FileDescriptor

    package init(unix path: String) throws(SystemError) { socket = try FileDescriptor(connectingTo: path) }

    package init(port: UInt16) throws(SystemError) { socket = try FileDescriptor(connectingTo: port) }

    /// One record, padded to a multiple of so many bytes: nginx's is eight.
    package static func record(
        _ kind: Kind, _ content: [UInt8] = [], version: UInt8 = 1, id: UInt16 = 1, multiple: Int = 8
    ) -> [UInt8] {
        let padding = (multiple - content.count % multiple) % multiple
        let header = [
            version, kind.rawValue, UInt8(id >> 8), UInt8(id & 255), UInt8(content.count >> 8),
            UInt8(content.count & 255), UInt8(padding), 0,
        ]
        return header + content + [UInt8](repeating: 0, count: padding)
    }

    /// The first record of a request, role responder.
    package static func begin(keeping: Bool = false) -> [UInt8] {
        record(.begin, [0, 1, keeping ? 1 : 0, 0, 0, 0, 0, 0])
    }

    /// A name and a value with their lengths before them (§3.4).
    package static func pair(_ name: String, _ value: String) -> [UInt8] {
        length(name.utf8.count) + length(value.utf8.count) + Array(name.utf8) + Array(value.utf8)
    }

    package static func length(_ count: Int) -> [UInt8] {
        if count < 128 { return [UInt8(count)] }
        return [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: count >> $0) | ($0 == 24 ? 0x80 : 0) }
    }

    /// A stream of records that ends with an empty one.
    package static func stream(
        _ kind: Kind, _ bytes: [UInt8], piece: Int = 32 * 1024, multiple: Int = 8
    ) -> [UInt8] {
        let pieces = stride(from: 0, to: bytes.count, by: piece).map { bytes[$0..<min($0 + piece, bytes.count)] }
        return pieces.flatMap { record(kind, Array($0), multiple: multiple) } + record(kind)
    }

    /// A whole request as nginx would send it.
    package static func request(
        _ path: String, method: String = "GET", _ more: [(String, String)] = [], body: [UInt8] = [],
        keeping: Bool = false, multiple: Int = 8
    ) -> [UInt8] {
        let variables = [("REQUEST_METHOD", method), ("REQUEST_URI", path), ("HTTP_HOST", "erp.example.test")] + more
        let parameters = stream(.parameters, variables.flatMap { pair($0.0, $0.1) }, multiple: multiple)
        return begin(keeping: keeping) + parameters + stream(.input, body)
    }

    /// Sends every byte.
    ///
    /// - Throws: ``SystemError``, also when the other side has closed.
    package func send(_ bytes: [UInt8]) throws(SystemError) {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.send(
                    socket.rawValue, $0.baseAddress.map { $0 + sent }, bytes.count - sent, Int32(MSG_NOSIGNAL))
            }
            guard count >= 0 else { throw SystemError("send", "the worker's socket") }
            sent += count
        }
    }

    /// Says that nothing more will be sent.
    package func finishSending() { shutdown(socket.rawValue, Int32(SHUT_WR)) }

    /// Whether the worker says something or closes within `time`.
    package func hasAnswer(within time: Duration) -> Bool {
        !Wait(for: [socket.rawValue], atMost: time).ready.isEmpty
    }

    /// Reads records up to the end of the request or of the connection, for at most half a minute.
    package func answer() throws(SystemError) -> Answer {
        var answer = Answer()
        while let header = try read(8) {
            let content = try read(Int(header[4]) << 8 | Int(header[5])) ?? []
            _ = try read(Int(header[6]))
            switch Kind(rawValue: header[1]) {
            case .output: answer.output += content
            case .end:
                answer.isEnded = true
                return answer
            default: break
            }
        }
        return answer
    }

    /// Reads exactly so many bytes; none when the connection ends before.
    private func read(_ count: Int) throws(SystemError) -> [UInt8]? {
        var bytes: [UInt8] = []
        while bytes.count < count {
            guard hasAnswer(within: .seconds(30)) else { throw SystemError("recv", "the worker", code: ETIMEDOUT) }
            var piece = [UInt8](repeating: 0, count: count - bytes.count)
            let got = recv(socket.rawValue, &piece, piece.count, 0)
            // A worker that closes with bytes unread resets the connection: an end like any other.
            guard got > 0 else { return nil }
            bytes += piece[..<got]
        }
        return bytes
    }
}

extension FileDescriptor {
    /// Connects to a Unix socket.
    package init(connectingTo path: String) throws(SystemError) {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix(107)) }
        try self.init(connecting: AF_UNIX, to: address, named: path)
    }

    /// Connects to a port of this machine.
    package init(connectingTo port: UInt16) throws(SystemError) {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        try self.init(connecting: AF_INET, to: address, named: "port \(port)")
    }

    private init(connecting family: Int32, to address: some BitwiseCopyable, named name: String) throws(SystemError) {
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let socket = FileDescriptor(owning: Glibc.socket(family, kind, 0))
        let size = socklen_t(MemoryLayout.size(ofValue: address))
        let connected = withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(socket.rawValue, $0, size) }
        }
        guard connected == 0 else { throw SystemError("connect", name) }
        self = socket
    }
}
