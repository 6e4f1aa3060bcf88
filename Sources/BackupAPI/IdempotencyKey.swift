import BackupCore
import HTTP

/// The header by which a client makes a POST repeatable (draft-ietf-httpapi-idempotency-key-header).
enum IdempotencyKey {
    private static let longest = 255

    /// Reads the header: a string of structured fields (RFC 9651 §3.3.3), or, as many clients send it, the key without
    /// quotes.
    ///
    /// - Throws: ``BackupError/invalid(_:breaking:)`` as for any other value that is none, hence 422: the draft's 400
    ///   is for a key that is missing where it is required.
    static func of(_ request: Request, from user: Identity) throws(BackupError) -> RequestKey? {
        guard let value = request.headers[Parameter.idempotencyKey.rawValue] else { return nil }
        let text = Array(value.utf8).trimmed
        guard text.allSatisfy({ 0x20...0x7E ~= $0 }), let key = unquoted(text) else {
            throw invalid(.printableASCII)
        }
        guard !key.trimmed.isEmpty else { throw invalid(.present) }
        guard key.count <= longest else { throw invalid(.noLongerThan(longest)) }
        return RequestKey(String(decoding: key, as: UTF8.self), of: user)
    }

    private static func invalid(_ rule: Parameter.Rule) -> BackupError { .invalid(.idempotencyKey, breaking: [rule]) }

    /// The key between quotes, with backslashes before quotes and backslashes taken away; nil when the quotes do not
    /// match.
    private static func unquoted(_ text: [UInt8]) -> [UInt8]? {
        let (quote, backslash) = (UInt8(ascii: "\""), UInt8(ascii: "\\"))
        guard text.first == quote else { return text }
        var (key, rest): ([UInt8], ArraySlice<UInt8>) = ([], text.dropFirst())
        while let byte = rest.popFirst() {
            switch byte {
            case quote: return rest.isEmpty ? key : nil
            case backslash:
                guard let escaped = rest.popFirst(), escaped == quote || escaped == backslash else { return nil }
                key.append(escaped)
            default: key.append(byte)
            }
        }
        return nil
    }
}

extension [UInt8] {
    /// Without the blanks and tabs at both ends.
    fileprivate var trimmed: [UInt8] {
        let isBlank: (UInt8) -> Bool = { " \t".utf8.contains($0) }
        return Array(drop(while: isBlank).reversed().drop(while: isBlank).reversed())
    }
}
