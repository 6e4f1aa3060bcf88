/// The parameters of a query string, read the way PHP fills `$_GET`.
///
/// Only `&` separates; the last of equal names counts; blanks and dots in a name become `_`; `name[…]` makes an array,
/// which is here no more than the knowledge that it is one.
package struct Query: Sendable, Equatable {
    package enum Value: Sendable, Equatable {
        /// The decoded bytes: they need not be UTF-8.
        case text([UInt8])
        case array
    }

    private var values: [String: Value] = [:]

    package init(_ text: String) {
        // By bytes: an equals sign with a combining mark behind it is one Character, and still an equals sign.
        for pair in text.utf8.split(separator: UInt8(ascii: "&")) {
            let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            let name = Self.decode(parts[0]).drop { $0 == UInt8(ascii: " ") }
            guard !name.isEmpty, name.first != UInt8(ascii: "[") else { continue }
            let base = name.prefix { $0 != UInt8(ascii: "[") }
            let isArray = name[base.endIndex...].contains(UInt8(ascii: "]"))
            let key = (isArray ? base : name).map { " .[".utf8.contains($0) ? UInt8(ascii: "_") : $0 }
            let value = parts.count == 2 ? Self.decode(parts[1]) : []
            values[String(decoding: key, as: UTF8.self)] = isArray ? .array : .text(value)
        }
    }

    package subscript(name: String) -> Value? { values[name] }

    /// The text of one parameter, where it is UTF-8.
    package func text(_ name: String) -> String? {
        guard case .text(let bytes) = values[name] else { return nil }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func decode(_ text: Substring.UTF8View) -> [UInt8] {
        PercentEncoding.decode(String(decoding: text.map { $0 == UInt8(ascii: "+") ? 0x20 : $0 }, as: UTF8.self))
    }
}
