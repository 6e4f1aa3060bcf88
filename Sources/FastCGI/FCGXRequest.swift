import CFastCGI
import Glibc
import HTTP
import Posix

/// A slot for one request at a time, as libfcgi keeps it.
///
/// It never accepts: a connection that was accepted here, and passed ``Preflight``, is put into the slot, and
/// `FCGX_Accept_r` goes on from there. So connections are close-on-exec, a silent peer holds no thread, and libfcgi's own
/// shutdown flag, which can make it spin, plays no part.
struct FCGXRequest: ~Copyable {
    private let slot: UnsafeMutablePointer<FCGX_Request>

    /// How much of a request's body is read and thrown away.
    private static let bodyLimit = 16 * 1024 * 1024

    init() {
        slot = .allocate(capacity: 1)
        slot.initialize(to: FCGX_Request())
        FCGX_InitRequest(slot, -1, 0)
    }

    deinit {
        FCGX_Free(slot, 0)
        slot.deallocate()
    }

    /// Answers the request that waits on `connection`.
    ///
    /// - Returns: the connection, when the web server wants it kept for another request.
    mutating func answer(_ connection: consuming FileDescriptor, with responder: any Responder) -> FileDescriptor? {
        slot.pointee.ipcFd = connection.release()
        // As for a connection kept from an earlier request, so that accepting begins with reading.
        slot.pointee.keepConnection = 1
        guard FCGX_Accept_r(slot) == 0 else {
            close()
            return nil
        }
        // A peer that died among its parameters leaves half of them and this error.
        guard FCGX_GetError(slot.pointee.in) == 0, drainBody() else {
            close()
            return nil
        }
        let request = CGIMessage.request(from: variables())
        let isWhole = write(CGIMessage.bytes(of: responder.respond(to: request), isHead: request.method == "HEAD"))
        return finish(keeping: isWhole)
    }

    /// Reads what the client sent as a body; it is ignored, but unread it would break the connection.
    ///
    /// - Returns: whether the body was whole.
    private func drainBody() -> Bool {
        var buffer = [CChar](repeating: 0, count: 8192)
        var total = 0
        while total <= Self.bodyLimit {
            let count = FCGX_GetStr(&buffer, Int32(buffer.count), slot.pointee.in)
            total += Int(count)
            if count < buffer.count { return FCGX_GetError(slot.pointee.in) == 0 }
        }
        return false
    }

    private func variables() -> [String: String] {
        var variables: [String: String] = [:]
        var next = slot.pointee.envp
        while let entry = next?.pointee {
            let text = UnsafeRawBufferPointer(start: entry, count: strlen(entry))
            let parts = text.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(decoding: parts[0], as: UTF8.self)
            // The first of equal names is what `FCGX_GetParam` would find.
            if parts.count == 2, variables[name] == nil { variables[name] = Self.text(parts[1]) }
            next = next?.successor()
        }
        return variables
    }

    /// A value as text; bytes that are no UTF-8 are percent-encoded, so that they stay what they are in a path.
    private static func text(_ bytes: Slice<UnsafeRawBufferPointer>) -> String {
        String(validating: bytes, as: UTF8.self)
            ?? bytes.map { $0 < 0x80 ? String(UnicodeScalar($0)) : "%" + String($0, radix: 16) }.joined()
    }

    private func write(_ bytes: [UInt8]) -> Bool {
        let written = bytes.withUnsafeBytes { bytes in
            FCGX_PutStr(bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(bytes.count), slot.pointee.out)
        }
        return written == Int32(bytes.count) && FCGX_FFlush(slot.pointee.out) == 0
    }

    /// Ends the request; without `FCGX_Detach` libfcgi would wait two seconds for the peer to close first.
    private func finish(keeping isKept: Bool) -> FileDescriptor? {
        if !isKept { slot.pointee.keepConnection = 0 }
        FCGX_Detach(slot)
        FCGX_Finish_r(slot)
        let connection = slot.pointee.ipcFd
        slot.pointee.ipcFd = -1
        return connection >= 0 ? FileDescriptor(owning: connection) : nil
    }

    private func close() {
        FCGX_Detach(slot)
        FCGX_Free(slot, 1)
    }
}
