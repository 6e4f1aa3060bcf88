import BackupCore
import HTTP

/// Which page of the list is asked for, by Laravel's rules for `per_page` and `page`.
struct PageRequest: Equatable {
    let perPage: Int
    let page: Int

    private static let defaultPerPage = 25
    private static let largestPerPage = 100

    /// Reads the query.
    ///
    /// - Throws: ``BackupError/invalid(_:breaking:)`` for a bad `per_page`; a bad `page` is page 1.
    init(_ query: Query) throws(BackupError) {
        perPage = try Self.perPage(query[Parameter.perPage.rawValue])
        page = Self.page(query["page"])
    }

    /// How many backups come before the page; saturates where no page can be.
    var offset: Int {
        let (product, overflow) = (page - 1).multipliedReportingOverflow(by: perPage)
        return overflow ? Int.max : product
    }

    private static func page(_ value: Query.Value?) -> Int {
        guard case .text(let bytes) = value, let page = integer(trimmed(bytes)), page >= 1 else { return 1 }
        return page
    }

    private static func perPage(_ value: Query.Value?) throws(BackupError) -> Int {
        var broken: [Parameter.Rule] = []
        switch value {
        case nil: return defaultPerPage
        case .array: broken = [.integer]
        case .text(let bytes):
            let text = trimmed(bytes)
            guard !text.isEmpty else { return defaultPerPage }
            let number = integer(text)
            if let number, 1...largestPerPage ~= number { return number }
            if number == nil { broken.append(.integer) }
            // Laravel measures a number by its value and any other text by its length.
            let size = numericValue(text) ?? Double(String(decoding: text, as: UTF8.self).unicodeScalars.count)
            if size < 1 { broken.append(.atLeast(1)) }
            if size > Double(largestPerPage) { broken.append(.atMost(largestPerPage)) }
        }
        throw .invalid(.perPage, breaking: broken)
    }

    /// An integer as PHP's `FILTER_VALIDATE_INT` takes it: a sign, no leading zeros, 64 bits.
    private static func integer(_ text: [UInt8]) -> Int? {
        let digits = text.first.map { "+-".utf8.contains($0) } == true ? text.dropFirst() : text[...]
        guard !digits.isEmpty, digits.count == 1 || digits.first != UInt8(ascii: "0"), digits.allSatisfy(isDigit) else {
            return nil
        }
        return Int(String(decoding: text, as: UTF8.self))
    }

    /// The value of a text that PHP's `is_numeric` takes for a number.
    private static func numericValue(_ text: [UInt8]) -> Double? {
        let isPlain = text.allSatisfy { isDigit($0) || "+-.eE".utf8.contains($0) } && text.contains(where: isDigit)
        guard isPlain else { return nil }
        var literal = String(decoding: text, as: UTF8.self)
        // Swift wants a digit on both sides of the point, PHP on one.
        if literal.hasSuffix(".") { literal.removeLast() }
        return Double(literal) ?? Double(literal.replacing(".e", with: "e").replacing(".E", with: "e"))
    }

    private static func isDigit(_ byte: UInt8) -> Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte }

    /// Without the white space and invisible characters that Laravel's `TrimStrings` takes from both ends.
    private static func trimmed(_ bytes: [UInt8]) -> [UInt8] {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            let rest = bytes.drop { isBlank(UnicodeScalar($0)) }
            return Array(rest.reversed().drop { isBlank(UnicodeScalar($0)) }.reversed())
        }
        let rest = text.unicodeScalars.drop(while: isInvisible)
        return Array(String(String.UnicodeScalarView(rest.reversed().drop(while: isInvisible).reversed())).utf8)
    }

    private static func isBlank(_ scalar: UnicodeScalar) -> Bool {
        scalar == " " || scalar == "\0" || 9...13 ~= scalar.value
    }

    private static func isInvisible(_ scalar: UnicodeScalar) -> Bool {
        if isBlank(scalar) { return true }
        return switch scalar.value {
        case 0xA0, 0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180E, 0x2000...0x200F, 0x202F, 0x205F...0x2064,
            0x206A...0x206F, 0x2800, 0x3000, 0x3164, 0xFEFF, 0xFFA0, 0x1D159, 0x1D173...0x1D17A, 0xE0020:
            true
        default: false
        }
    }
}
