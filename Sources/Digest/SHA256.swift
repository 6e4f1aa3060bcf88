import CCrypto

/// A SHA-256 sum in the making (FIPS 180-4).
///
/// The C functions are `EVP_DigestInit_ex`, `EVP_DigestUpdate` and `EVP_DigestFinal_ex` of libcrypto.
package struct SHA256: ~Copyable {
    private let context: OpaquePointer

    package init() {
        guard let context = EVP_MD_CTX_new(), EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1 else {
            preconditionFailure("libcrypto offers no SHA-256")
        }
        self.context = context
    }

    deinit { EVP_MD_CTX_free(context) }

    package mutating func update(_ bytes: RawSpan) {
        let accepted = bytes.withUnsafeBytes { EVP_DigestUpdate(context, $0.baseAddress, $0.count) }
        precondition(accepted == 1, "libcrypto refused bytes")
    }

    /// Ends the sum.
    ///
    /// - Returns: the 32 bytes as 64 lower-case hexadecimal digits.
    package consuming func finish() -> String {
        var sum = [UInt8](repeating: 0, count: 32)
        let finished = EVP_DigestFinal_ex(context, &sum, nil)
        precondition(finished == 1, "libcrypto gave no sum")
        let digits = Array("0123456789abcdef".utf8)
        let text = sum.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        return String(decoding: text, as: UTF8.self)
    }

    /// Ends the sum and begins another.
    ///
    /// - Returns: the 32 bytes as four numbers.
    package mutating func finishAndRestart() -> SIMD4<UInt64> {
        var sum = SIMD4<UInt64>()
        let finished = withUnsafeMutableBytes(of: &sum) {
            EVP_DigestFinal_ex(context, $0.baseAddress?.assumingMemoryBound(to: UInt8.self), nil)
        }
        precondition(finished == 1 && EVP_DigestInit_ex(context, nil, nil) == 1, "libcrypto gave no sum")
        return sum
    }

    /// The sum of a whole text's UTF-8 bytes, in lower-case hexadecimal.
    package static func hex(of text: String) -> String {
        var sum = SHA256()
        sum.update(Array(text.utf8).span.bytes)
        return sum.finish()
    }
}
