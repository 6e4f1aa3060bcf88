import Digest

/// A bearer token as Laravel Sanctum issues it, with the secret already turned into its hash.
///
/// The text a client sends is `id|secret`, or a secret alone. The secret is not kept: what the database holds, and what
/// is compared, is its SHA-256.
package struct AccessToken: Sendable, Equatable {
    /// The row the token names; nil for a secret alone, which is looked up by its hash.
    package let id: UInt64?
    /// The secret's SHA-256 in lower-case hexadecimal.
    package let hash: String

    /// Reads the value of an `Authorization` header.
    ///
    /// The token is what follows the last `Bearer ` in any case, up to a comma. An id must be all digits, a secret
    /// neither empty nor `0`. Anything else is no token, which takes no query to find out.
    package init?(authorization: String) {
        guard let (id, secret) = Self.parts(of: authorization) else { return nil }
        guard !secret.isEmpty, secret != [UInt8(ascii: "0")] else { return nil }
        self.id = id
        hash = SHA256.hex(of: String(decoding: secret, as: UTF8.self))
    }

    /// The id that the value of an `Authorization` header claims, true or not; the secret is not looked at.
    package static func claimedID(in authorization: String) -> UInt64? { parts(of: authorization)?.id }

    private static func parts(of authorization: String) -> (id: UInt64?, secret: ArraySlice<UInt8>)? {
        let bytes = Array(authorization.utf8)
        let found = bytes.indices.last { bytes[$0] == UInt8(ascii: " ") && bytes[..<$0].endsWithScheme }
        guard let space = found else { return nil }
        let token = bytes[(space + 1)...].prefix { $0 != UInt8(ascii: ",") }
        guard let bar = token.firstIndex(of: UInt8(ascii: "|")) else { return (nil, token) }
        let digits = token[..<bar]
        let isNumber = digits.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
        guard isNumber, let id = UInt64(String(decoding: digits, as: UTF8.self)) else { return nil }
        return (id, token[(bar + 1)...])
    }

    /// Compares with a stored hash in a time that does not tell how much of it agrees.
    package func matches(_ storedHash: String) -> Bool {
        let mine = Array(hash.utf8)
        let theirs = Array(storedHash.utf8)
        guard mine.count == theirs.count else { return false }
        return zip(mine, theirs).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}

extension ArraySlice<UInt8> {
    /// Whether these bytes end in `Bearer`, in any case; no other byte becomes a letter by this bit (ASCII).
    fileprivate var endsWithScheme: Bool { suffix(6).map { $0 | 0x20 } == Array("bearer".utf8) }
}
