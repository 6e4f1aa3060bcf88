/// The text of JSON values in the making; most of what a list costs here is bytes, so they are appended in runs.
struct JSONWriter {
    private(set) var bytes: [UInt8] = []

    mutating func write(_ value: JSON) {
        switch value {
        case .null: append("null")
        case .bool(let value): append(value ? "true" : "false")
        case .integer(let value): append(number: value)
        case .unsigned(let value): append(number: value)
        case .text(let value): write(value)
        case .array(let elements):
            bytes.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                write(element)
            }
            bytes.append(UInt8(ascii: "]"))
        case .object(let members):
            bytes.append(UInt8(ascii: "{"))
            for (index, member) in members.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                write(member.name)
                bytes.append(UInt8(ascii: ":"))
                write(member.value)
            }
            bytes.append(UInt8(ascii: "}"))
        case .written(let text): bytes += text
        }
    }

    /// Writes a whole list or object, its brackets around what `body` writes.
    mutating func list(_ body: (inout JSONWriter) -> Void) { enclose("[", body, "]") }
    mutating func object(_ body: (inout JSONWriter) -> Void) { enclose("{", body, "}") }

    /// Writes the comma before an element, unless it is the first.
    mutating func separate() {
        guard let last = bytes.last, last != UInt8(ascii: "["), last != UInt8(ascii: "{") else { return }
        append(",")
    }

    /// Begins a member of an object; its name must be plain.
    mutating func name(_ name: StaticString) {
        separate()
        append("\"")
        append(name)
        append("\":")
    }

    mutating func member(_ name: StaticString, _ text: String?) {
        self.name(name)
        if let text { write(text) } else { append("null") }
    }

    mutating func member(_ name: StaticString, _ number: (some FixedWidthInteger)?) {
        self.name(name)
        if let number { append(number: number) } else { append("null") }
    }

    private mutating func enclose(
        _ opening: StaticString, _ body: (inout JSONWriter) -> Void, _ closing: StaticString
    ) {
        append(opening)
        body(&self)
        append(closing)
    }

    private mutating func write(_ text: String) {
        var text = text
        bytes.append(UInt8(ascii: "\""))
        text.withUTF8 { utf8 in
            var rest = utf8[...]
            while let special = rest.firstIndex(where: { !Self.isPlain($0) }) {
                bytes += rest[..<special]
                rest = rest[special...]
                rest = rest.dropFirst(escape(rest))
            }
            bytes += rest
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// Whether a byte stands for itself.
    private static func isPlain(_ byte: UInt8) -> Bool {
        0x20..<0x7F ~= byte && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\") && byte != UInt8(ascii: "/")
    }

    /// Writes the first character of `rest`, which is not plain.
    ///
    /// - Returns: how many bytes it has.
    private mutating func escape(_ rest: Slice<UnsafeBufferPointer<UInt8>>) -> Int {
        let first = rest[rest.startIndex]
        switch first {
        case 0x22: append("\\\"")
        case 0x5C: append("\\\\")
        case 0x2F: append("\\/")
        case 0x08: append("\\b")
        case 0x0C: append("\\f")
        case 0x0A: append("\\n")
        case 0x0D: append("\\r")
        case 0x09: append("\\t")
        default:
            // A String holds nothing but whole characters; the first byte tells how many it has (RFC 3629 §3).
            let length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
            for unit in String(decoding: rest.prefix(length), as: UTF8.self).utf16 { append(unit: unit) }
            return length
        }
        return 1
    }

    private mutating func append(unit: UInt16) {
        append("\\u")
        for shift in [12, 8, 4, 0] { bytes.append(Self.digits[Int(unit >> shift & 15)]) }
    }

    private static let digits = Array("0123456789abcdef".utf8)

    private mutating func append(number: some FixedWidthInteger) {
        var text = String(number)
        text.withUTF8 { bytes += $0 }
    }

    private mutating func append(_ text: StaticString) {
        bytes += UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
    }
}
