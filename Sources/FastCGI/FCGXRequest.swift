import CFastCGI
import Glibc
import HTTP
import Posix

/// A slot for one request at a time, as libfcgi keeps it.
///
/// It never accepts: a connection that was accepted here, and passed ``Preflight``, is put into the slot, and
/// `FCGX_Accept_r` goes on from there. So connections are close-on-exec, a silent peer holds no thread, and libfcgi's
/// own shutdown flag, which can make it spin, plays no part. Nor does it read a body, which this API has no use for, or
/// close. Nor does libfcgi write: its buffer is smaller than a page of backups, and each part that comes by itself
/// wakes the web server.
struct FCGXRequest: ~Copyable {
    private let slot: UnsafeMutablePointer<FCGX_Request>
    /// Whether the last request asked for its connection to be kept (FastCGI 1.0 §5.1, `FCGI_KEEP_CONN`).
    private(set) var isConnectionWanted = false

    init() {
        slot = .allocate(capacity: 1)
        slot.initialize(to: FCGX_Request())
        FCGX_InitRequest(slot, -1, 0)
    }

    deinit {
        FCGX_Free(slot, 0)
        slot.deallocate()
    }

    /// Answers the request whose parameters wait on `connection`.
    ///
    /// - Returns: the connection, with what is unread of the request still in it; nil when the peer is gone.
    mutating func answer(
        _ connection: consuming FileDescriptor, expecting rest: Preflight.Rest, with responder: any Responder
    ) -> FileDescriptor? {
        slot.pointee.ipcFd = connection.release()
        // As for a connection kept from an earlier request, so that accepting begins with reading.
        slot.pointee.keepConnection = 1
        // Or libfcgi, where it closes by itself after all, would first read for as long as the peer sends. Each close
        // undoes it.
        FCGX_Detach(slot)
        // A peer that died among its parameters leaves half of them and an error on the stream.
        guard FCGX_Accept_r(slot) == 0, FCGX_GetError(slot.pointee.in) == 0 else {
            FCGX_Free(slot, 1)
            return nil
        }
        if rest == .here {
            // Nothing but the end: taken now, because after the answer the next request may stand behind it.
            var none: CChar = 0
            FCGX_GetStr(&none, 1, slot.pointee.in)
        }
        isConnectionWanted = slot.pointee.keepConnection != 0
        let variables = variables()
        let request = CGIMessage.request(from: variables)
        wipeToken()
        // A POST that means HEAD is a POST to the web server, which would send JSON of no length for an answer without
        // a body.
        let isHead = variables["REQUEST_METHOD"]?.uppercased() == "HEAD"
        let response = responder.respond(to: request)
        let records = ResponseRecords.bytes(
            of: [CGIMessage.head(of: response), isHead ? [] : response.body],
            to: UInt16(truncatingIfNeeded: slot.pointee.requestId))
        let answered = FileDescriptor(owning: slot.pointee.ipcFd)
        slot.pointee.ipcFd = -1
        FCGX_Free(slot, 0)
        do throws(SystemError) {
            try answered.writeAll(records.span.bytes, named: "the web server's connection")
            return answered
        } catch {
            return nil
        }
    }

    /// Headers of a browser, and what else is read.
    private static let usualVariables = 24

    /// Overwrites the caller's token where libfcgi keeps it, which frees it as it is.
    private func wipeToken() {
        guard let value = FCGX_GetParam("HTTP_AUTHORIZATION", slot.pointee.envp) else { return }
        explicit_bzero(value, strlen(value))
    }

    private func variables() -> [String: String] {
        var variables: [String: String] = [:]
        variables.reserveCapacity(Self.usualVariables)
        var next = slot.pointee.envp
        while let entry = next?.pointee {
            if let sign = strchr(entry, Int32(UInt8(ascii: "="))) {
                let name = String(decoding: UnsafeRawBufferPointer(start: entry, count: sign - entry), as: UTF8.self)
                // The first of equal names is what `FCGX_GetParam` would find.
                if CGIMessage.reads(name), variables[name] == nil { variables[name] = Self.text(sign + 1) }
            }
            next = next?.successor()
        }
        return variables
    }

    /// A value as text; bytes that are no UTF-8 are percent-encoded, so that they stay what they are in a path.
    private static func text(_ value: UnsafePointer<CChar>) -> String {
        let bytes = UnsafeRawBufferPointer(start: value, count: strlen(value))
        return String(validating: bytes, as: UTF8.self)
            ?? bytes.map { $0 < 0x80 ? String(UnicodeScalar($0)) : "%" + String($0, radix: 16) }.joined()
    }
}
