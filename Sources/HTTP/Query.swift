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
        for pair in text.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(decoding: Self.decode(parts[0]), as: UTF8.self).drop { $0 == " " }
            guard !name.isEmpty, name.first != "[" else { continue }
            let base = name.prefix { $0 != "[" }
            let isArray = base.count < name.count && name.dropFirst(base.count).contains("]")
            let key = String((isArray ? base : name).map { " .[".contains($0) ? "_" : $0 })
            values[key] = isArray ? .array : .text(parts.count == 2 ? Self.decode(parts[1]) : [])
        }
    }

    package subscript(name: String) -> Value? { values[name] }

    /// The text of one parameter, where it is UTF-8.
    package func text(_ name: String) -> String? {
        guard case .text(let bytes) = values[name] else { return nil }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func decode(_ text: Substring) -> [UInt8] {
        PercentEncoding.decode(String(text.map { $0 == "+" ? " " : $0 }))
    }
}
