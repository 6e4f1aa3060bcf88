import Glibc
import Posix

/// The plainest of HTTP clients: it sends exactly the bytes it is given, over a new connection each time.
package struct WebClient: Sendable {
    package let port: UInt16
    /// What looks at the backups that answers tell of.
    private let proof: BackupProof?

    package init(port: UInt16, proof: BackupProof? = nil) {
        self.port = port
        self.proof = proof
    }

    /// `127.0.0.1:PORT`, as a Host header has it.
    package var address: String { "127.0.0.1:\(port)" }

    /// Sends a request and leaves the answer on its way.
    package func begin(
        _ method: String, _ path: String, _ headers: [(String, String)] = [], body: [UInt8] = []
    ) throws -> Exchange {
        var head = "\(method) \(path) HTTP/1.1\r\n"
        let isSelfMade = !headers.contains { $0.0.lowercased() == "host" }
        for (name, value) in (isSelfMade ? [("Host", address)] : []) + headers {
            head += value.isEmpty ? "\(name):\r\n" : "\(name): \(value)\r\n"
        }
        return try begin(Array((head + "Connection: close\r\n\r\n").utf8) + body, isHead: method == "HEAD")
    }

    package func begin(_ request: [UInt8], isHead: Bool = false) throws -> Exchange {
        let socket = try connected()
        socket.sendAll(request)
        return Exchange(socket: socket, isHead: isHead, proof: proof)
    }

    /// A connection that stays open from one request to the next.
    package func kept() throws -> KeptConnection { KeptConnection(socket: try connected(), proof: proof) }

    private func connected() throws -> FileDescriptor {
        let made = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard made >= 0 else { throw SystemError("socket", address) }
        let socket = FileDescriptor(owning: made)
        var place = sockaddr_in()
        place.sin_family = sa_family_t(AF_INET)
        place.sin_port = port.bigEndian
        place.sin_addr.s_addr = inet_addr("127.0.0.1")
        let result = withUnsafePointer(to: &place) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket.rawValue, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else { throw SystemError("connect", address) }
        try socket.limitWaiting(to: 30)
        return socket
    }

    /// Sends a request and waits for the answer.
    package func call(
        _ method: String, _ path: String, _ headers: [(String, String)] = [], body: [UInt8] = []
    ) throws -> Answer {
        try begin(method, path, headers, body: body).answer()
    }
}

extension FileDescriptor {
    /// Sends all of it; a server may answer and close before it has read everything, and then its answer tells.
    borrowing func sendAll(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let sent = rest.withUnsafeBytes { Glibc.send(rawValue, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            if sent < 0 { break }
            rest = rest.dropFirst(sent)
        }
    }
}

/// A request that was sent and whose answer is to come; leaving it unread closes the connection.
package struct Exchange: ~Copyable {
    private let socket: FileDescriptor
    private let isHead: Bool
    private let proof: BackupProof?
    private var received: [UInt8] = []

    init(socket: consuming FileDescriptor, isHead: Bool, proof: BackupProof?) {
        self.proof = proof
        self.socket = socket
        self.isHead = isHead
    }

    /// Reads on until so many bytes have come; the kernel holds the rest back.
    package mutating func receive(atLeast count: Int) throws {
        while received.count < count {
            guard try receive() else { throw Unexpected("the answer ended after \(received.count) bytes") }
        }
    }

    /// Whether the answer has begun to arrive.
    package var hasBegun: Bool { !Wait(for: [socket.rawValue], atMost: .zero).ready.isEmpty }

    /// Waits for the whole answer; a backup that it says was made has to be one.
    package consuming func answer() throws -> Answer {
        while try receive() {}
        let answer = try Answer(parsing: received, isHead: isHead)
        try proof?.check(answer)
        return answer
    }

    private mutating func receive() throws -> Bool {
        var buffer = [UInt8](repeating: 0, count: 256 * 1024)
        let count = try buffer.withUnsafeMutableBytes { try socket.read(into: $0, named: "the server") }
        received += buffer[..<count]
        return count > 0
    }
}
