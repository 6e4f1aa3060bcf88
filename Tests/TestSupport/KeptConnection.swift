import Posix

/// A connection over which one request after the other is answered, as clients keep it.
package struct KeptConnection: ~Copyable {
    private let socket: FileDescriptor
    private let proof: BackupProof?

    init(socket: consuming FileDescriptor, proof: BackupProof?) {
        self.socket = socket
        self.proof = proof
    }

    /// Sends just these bytes and reads one answer, whose head has to say where it ends.
    package func call(_ request: [UInt8], isHead: Bool = false) throws -> Answer {
        socket.sendAll(request)
        var received: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 256 * 1024)
        while true {
            if let length = try Answer.length(of: received, isHead: isHead) {
                guard received.count == length else { throw Unexpected("bytes after the answer") }
                let answer = try Answer(parsing: received, isHead: isHead)
                try proof?.check(answer)
                return answer
            }
            let count = try buffer.withUnsafeMutableBytes { try socket.read(into: $0, named: "the server") }
            guard count > 0 else { throw Unexpected("the connection ended after \(received.count) bytes") }
            received += buffer[..<count]
        }
    }
}
