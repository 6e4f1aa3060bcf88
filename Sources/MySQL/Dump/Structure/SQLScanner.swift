import Glibc

/// Finds statements and comments in a dump as the `mysql` client finds them, however the text is cut into pieces.
///
/// It knows quotes, escapes, comments, executable comments (`/*!50003 … */`, `/*M!100100 … */`) and DELIMITER, so what
/// stands in a string, in a routine's body or in a name with a line end in it is never taken for a statement of the
/// dump.
///
/// The rows of an INSERT are not looked at: both dump programs write a line end inside a value as `\n`, so the
/// statement goes to the first line that ends in a semicolon, and memchr(3) finds it at the speed of memory.
struct SQLScanner {
    enum Event: Equatable {
        /// A line comment that stands between statements; ``SQLScanner/comment`` has its text.
        case comment
        /// The end of a statement; ``SQLScanner/statement`` has its beginning.
        case statement
        /// The rows of an INSERT begin; only for who ``SQLScanner/stopsAtRows``.
        case rows
    }

    enum State {
        case normal, word, delimiter, delimiterCommand, quoted, escaped, closingQuote, rows
        case dash, secondDash, lineComment, slash, slashStar, slashStarM, version, blockComment, blockStar, star
    }

    /// The beginning of the last statement that ended: enough to tell what it makes.
    var statement: [SQLToken] = []
    /// The text of the last comment behind its two dashes.
    var comment: [UInt8] = []
    var state = State.normal
    /// How many bytes were taken in all.
    private(set) var position: Int64 = 0
    /// Whether whoever reads wants to read the rows himself, and to say where they end.
    var stopsAtRows = false

    /// Whether all of a table's or view's definition is wanted, and not only its beginning.
    var keepsDefinitions = false
    /// Whether the statement at hand is such a definition, known from the last token on that any other would keep.
    var isDefinition = false

    static let mostTokens = 32
    static let longestText = 1024
    static let semicolon = UInt8(ascii: ";")

    /// The beginning of the statement at hand.
    var tokens: [SQLToken] = []
    var token = SQLToken(kind: .sign)
    /// How many executable comments are open.
    var depth = 0
    var delimiter = [semicolon]
    var matched = 0
    var quote: UInt8 = 0
    var previous: UInt8 = 0
    var isInsert = false
    /// Off in routines that were made in the SQL mode NO_BACKSLASH_ESCAPES.
    var escapes = true

    /// Whether nothing is begun: no statement, no comment, no other delimiter than the usual one.
    var isBetweenStatements: Bool {
        state == .normal && tokens.isEmpty && depth == 0 && delimiter == [Self.semicolon]
    }

    /// Reads on from `index`, to the byte behind the next event or to the end.
    mutating func next(in bytes: UnsafeRawBufferPointer, from index: inout Int) -> Event? {
        while index < bytes.count {
            if state == .rows {
                if stopsAtRows { return .rows }
                let start = index
                let isWhole = skipRows(in: bytes, from: &index)
                position += Int64(index - start)
                return isWhole ? end() : nil
            }
            index += 1
            position += 1
            if let event = take(bytes[index - 1]) { return event }
        }
        return nil
    }

    /// Takes note of rows that were read elsewhere; with `isWhole`, to the byte behind the statement's end.
    mutating func passRows(_ count: Int, isWhole: Bool) {
        position += Int64(count)
        if isWhole { _ = end() }
    }

    /// - Returns: whether the statement's end was found; then `index` is behind it.
    mutating func skipRows(in bytes: UnsafeRawBufferPointer, from index: inout Int) -> Bool {
        guard let start = bytes.baseAddress else { return false }
        while let found = memchr(start + index, Int32(UInt8(ascii: "\n")), bytes.count - index) {
            let line = UnsafeRawPointer(found) - start
            let last = line > index ? bytes[line - 1] : previous
            previous = UInt8(ascii: "\n")
            index = line + 1
            if last == Self.semicolon { return true }
        }
        if index < bytes.count { previous = bytes[bytes.count - 1] }
        index = bytes.count
        return false
    }

    mutating func take(_ byte: UInt8) -> Event? {
        switch state {
        case .normal: return takeNormal(byte)
        case .word: return takeWord(byte)
        case .delimiter, .delimiterCommand: return takeDelimiter(byte)
        case .quoted:
            if byte == quote {
                state = .closingQuote
            } else if byte == UInt8(ascii: "\\"), escapes, quote != UInt8(ascii: "`") {
                state = .escaped
            } else {
                token.keep(byte, upTo: Self.longestText)
            }
        case .escaped, .closingQuote:
            // A quote written twice is one that belongs to the text.
            if state == .closingQuote, byte != quote { return finishToken(then: byte) }
            token.keep(byte, upTo: Self.longestText)
            state = .quoted
        case .dash, .secondDash, .lineComment: return takeLineComment(byte)
        default: return takeBlockComment(byte)
        }
        return nil
    }

    mutating func takeNormal(_ byte: UInt8) -> Event? {
        switch byte {
        case delimiter[0]:
            matched = 1
            if delimiter.count == 1 { return end() }
            state = .delimiter
        case UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "`"):
            quote = byte
            begin(.quoted, in: .quoted)
        case UInt8(ascii: "-"): state = .dash
        case UInt8(ascii: "#"): beginComment()
        case UInt8(ascii: "/"): state = .slash
        case UInt8(ascii: "*"): state = .star
        case _ where SQLToken.isWord(byte):
            begin(.word, in: .word)
            token.keep(byte, upTo: Self.longestText)
        case _ where byte > 0x20: sign(byte)
        default: break
        }
        return nil
    }
}
