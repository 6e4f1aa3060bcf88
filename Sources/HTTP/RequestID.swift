/// The name of one request, which every line about it in the log bears.
package enum RequestID {
    /// Longer than any that is made, here or by nginx, and short enough for a line.
    private static let longest = 64

    /// The name that was handed over, or a new one where there is none.
    ///
    /// A web server may pass on what its client sent: only letters, digits and `-`, `_`, `.`, `:` are taken, so that
    /// nothing in a log looks like what it is not.
    package static func checked(_ text: String?) -> String {
        guard let text, !text.isEmpty, text.utf8.count <= longest, text.utf8.allSatisfy(isPlain) else { return make() }
        return text
    }

    /// A new one: 32 digits in lower-case hexadecimal, as nginx makes them.
    package static func make() -> String {
        var generator = SystemRandomNumberGenerator()
        let halves = [generator.next(), generator.next()].map { (half: UInt64) in
            let digits = String(half, radix: 16)
            return String(repeating: "0", count: 16 - digits.utf8.count) + digits
        }
        return halves.joined()
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
            UInt8(ascii: ":"):
            true
        default: false
        }
    }
}
