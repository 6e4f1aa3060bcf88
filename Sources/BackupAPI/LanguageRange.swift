/// One element of `Accept-Language`: languages that a client understands, and how much it likes them.
struct LanguageRange {
    /// The first subtag in lower case, or `*`.
    let primary: String
    /// In thousandths; none is a refusal.
    let weight: Int
    /// Its place in the list.
    private(set) var position = 0

    /// Reads the whole list; nil when something in it is no range.
    ///
    /// Elements may be empty (RFC 9110 §5.6.1.2).
    static func list(_ value: String) -> [LanguageRange]? {
        var ranges: [LanguageRange] = []
        for element in value.utf8.split(separator: UInt8(ascii: ",")) {
            let text = trimmed(element)
            if text.isEmpty { continue }
            guard var range = LanguageRange(text) else { return nil }
            range.position = ranges.count
            ranges.append(range)
        }
        return ranges
    }

    /// Reads a basic range (RFC 4647 §2.1) with the weight that may follow it (RFC 9110 §12.4.2).
    private init?(_ text: Substring.UTF8View) {
        let parts = text.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false).map(Self.trimmed)
        guard parts.count <= 2, let weight = parts.count == 2 ? Self.weight(parts[1]) : 1000 else { return nil }
        let subtags = parts[0].split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        let areWords = subtags.allSatisfy {
            1...8 ~= $0.count && $0.allSatisfy { Self.isLetter($0) || Self.isDigit($0) }
        }
        let isRange = areWords && subtags[0].allSatisfy(Self.isLetter)
        guard isRange || parts[0].elementsEqual("*".utf8) else { return nil }
        primary = String(decoding: subtags[0], as: UTF8.self).lowercased()
        self.weight = weight
    }

    /// Reads `q=` and a number from 0 to 1 with at most three decimals, in thousandths.
    private static func weight(_ text: Substring.UTF8View) -> Int? {
        let digits = Array(text.dropFirst(2))
        guard let first = text.first, first | 0x20 == UInt8(ascii: "q"),
            text.dropFirst().first == UInt8(ascii: "="), let whole = digits.first, "01".utf8.contains(whole),
            digits.count <= 5, digits.count == 1 || digits[1] == UInt8(ascii: "."),
            digits.dropFirst(2).allSatisfy(isDigit)
        else { return nil }
        let places = [whole] + digits.dropFirst(2) + Array(repeating: UInt8(ascii: "0"), count: 3)
        let weight = places.prefix(4).reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
        return weight <= 1000 ? weight : nil
    }

    private static func trimmed(_ text: Substring.UTF8View) -> Substring.UTF8View {
        var rest = text.drop { isBlank($0) }
        while rest.last.map(isBlank) == true { rest.removeLast() }
        return rest
    }

    private static func isBlank(_ byte: UInt8) -> Bool { " \t".utf8.contains(byte) }
    private static func isDigit(_ byte: UInt8) -> Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte }
    private static func isLetter(_ byte: UInt8) -> Bool { UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20 }
}

extension [LanguageRange] {
    /// What counts for a language: what names it, else what stands for all others; nil where it is refused or left out.
    func best(for language: Language) -> LanguageRange? {
        let naming = filter { $0.primary == language.rawValue }
        let counting = naming.isEmpty ? filter { $0.primary == "*" } : naming
        let best = counting.max { ($0.weight, $1.position) < ($1.weight, $0.position) }
        return best.flatMap { $0.weight > 0 ? $0 : nil }
    }
}
