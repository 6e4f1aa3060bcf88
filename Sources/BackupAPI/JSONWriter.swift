import FoundationEssentials

/// The text of JSON values in the making.
///
/// A page of backups is most of what this service answers: so the text lies in memory of the writer's own, where a byte
/// costs a store and no look at an array's owner.
struct JSONWriter: ~Copyable {
    /// Bytes there is room for: a usual page at first; there is always more.
    private var capacity = 16 * 1024
    private var start: UnsafeMutablePointer<UInt8>
    private var count = 0

    init() { start = .allocate(capacity: capacity) }

    deinit { start.deallocate() }

    /// A copy of what was written.
    var bytes: [UInt8] { Array(UnsafeBufferPointer(start: start, count: count)) }

    mutating func write(_ value: JSON) {
        switch value {
        case .null: append("null")
        case .bool(let value): append(value ? "true" : "false")
        case .integer(let value): append(number: value)
        case .unsigned(let value): append(number: value)
        case .text(let value): write(value)
        case .array(let elements):
            append("[")
            for (index, element) in elements.enumerated() {
                if index > 0 { append(",") }
                write(element)
            }
            append("]")
        case .object(let members):
            append("{")
            for (index, member) in members.enumerated() {
                if index > 0 { append(",") }
                write(member.name)
                append(":")
                write(member.value)
            }
            append("}")
        case .backup(let backup): write(backup)
        case .backups(let backups):
            append("[")
            // Where they lie: each copy would take hold of its texts and let them go.
            backups.withUnsafeBufferPointer {
                for index in $0.indices {
                    if index > 0 { append(",") }
                    write($0[index])
                }
            }
            append("]")
        }
    }

    /// Writes text in quotes, where every byte that does not stand for itself is escaped.
    mutating func write(_ text: String) {
        var text = text
        text.withUTF8 { utf8 in
            // No byte becomes more than six, and two quotes are around them.
            let place = room(for: utf8.count * 6 + 2)
            place[0] = UInt8(ascii: "\"")
            var end = 1
            var index = 0
            while index < utf8.count {
                if Self.isPlain(utf8[index]) {
                    place[end] = utf8[index]
                    (end, index) = (end + 1, index + 1)
                } else {
                    let (read, written) = Self.escape(UnsafeBufferPointer(rebasing: utf8[index...]), to: place + end)
                    (end, index) = (end + written, index + read)
                }
            }
            place[end] = UInt8(ascii: "\"")
            count += end + 1
        }
    }

    mutating func append(number: some FixedWidthInteger) {
        precondition(number.bitWidth <= 64, "a longer number would not fit its place")
        // As long as the longest: 2⁶⁴ − 1, and −2⁶³ with its sign.
        let place = room(for: 20)
        var rest = number.magnitude
        var first = 20
        repeat {
            first -= 1
            place[first] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        } while rest > 0
        if number < 0 {
            first -= 1
            place[first] = UInt8(ascii: "-")
        }
        place.update(from: place + first, count: 20 - first)
        count += 20 - first
    }

    /// Writes a time in quotes.
    mutating func append(_ time: Date) {
        append("\"")
        count += Timestamp.write(time, to: room(for: Timestamp.capacity))
        append("\"")
    }

    /// Writes text that is JSON already.
    mutating func append(_ text: StaticString) {
        room(for: text.utf8CodeUnitCount).update(from: text.utf8Start, count: text.utf8CodeUnitCount)
        count += text.utf8CodeUnitCount
    }

    /// Where the next bytes go, of which there may be so many; only until room is asked for again.
    private mutating func room(for more: Int) -> UnsafeMutablePointer<UInt8> {
        if capacity - count < more {
            capacity = max(capacity * 2, count + more)
            let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
            larger.update(from: start, count: count)
            start.deallocate()
            start = larger
        }
        return start + count
    }

    /// Whether a byte stands for itself.
    private static func isPlain(_ byte: UInt8) -> Bool {
        0x20...0x7F ~= byte && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\") && byte != UInt8(ascii: "/")
    }

    /// Writes the first character of `rest`, which is not plain.
    ///
    /// - Returns: how many bytes it has, and how many it became.
    private static func escape(
        _ rest: UnsafeBufferPointer<UInt8>, to place: UnsafeMutablePointer<UInt8>
    ) -> (read: Int, written: Int) {
        place[0] = UInt8(ascii: "\\")
        switch rest[0] {
        case 0x22, 0x5C, 0x2F: place[1] = rest[0]
        case 0x08: place[1] = UInt8(ascii: "b")
        case 0x0C: place[1] = UInt8(ascii: "f")
        case 0x0A: place[1] = UInt8(ascii: "n")
        case 0x0D: place[1] = UInt8(ascii: "r")
        case 0x09: place[1] = UInt8(ascii: "t")
        default:
            // A String holds nothing but whole characters; the first byte tells how many it has (RFC 3629 §3).
            let length = rest[0] < 0x80 ? 1 : rest[0] < 0xE0 ? 2 : rest[0] < 0xF0 ? 3 : 4
            var end = 0
            for unit in String(decoding: rest.prefix(length), as: UTF8.self).utf16 {
                place[end] = UInt8(ascii: "\\")
                place[end + 1] = UInt8(ascii: "u")
                for digit in 0..<4 {
                    let value = UInt8(unit >> (12 - 4 * digit) & 15)
                    place[end + 2 + digit] = value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
                }
                end += 6
            }
            return (length, end)
        }
        return (1, 2)
    }
}
