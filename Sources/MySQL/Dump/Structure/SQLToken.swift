/// A piece of a statement: a word, a text in quotes of any kind, or a sign.
struct SQLToken: Equatable {
    enum Kind { case word, quoted, sign }

    var kind: Kind
    /// Without its quotes.
    var text: [UInt8] = []
    /// Whether it stands in an executable comment.
    var isConditional = false
    /// Where it begins and ends with its quotes, in bytes from the beginning of the text.
    var start: Int64 = 0
    var end: Int64 = 0

    mutating func keep(_ byte: UInt8, upTo limit: Int) {
        if text.count < limit { text.append(byte) }
    }

    /// Whether this is the keyword, in any case.
    func `is`(_ keyword: StaticString) -> Bool {
        guard kind == .word, text.count == keyword.utf8CodeUnitCount else { return false }
        return keyword.withUTF8Buffer { keyword in
            zip(text, keyword).allSatisfy { $0 == $1 || $0 == $1 | 0x20 }
        }
    }

    func isSign(_ sign: Unicode.Scalar) -> Bool { kind == .sign && text == [UInt8(ascii: sign)] }

    /// Whether a byte belongs to names without quotes; those above ASCII do (MySQL manual, "Schema Object Names").
    static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "$"), UInt8(ascii: "@"): true
        default: byte >= 0x80
        }
    }
}
