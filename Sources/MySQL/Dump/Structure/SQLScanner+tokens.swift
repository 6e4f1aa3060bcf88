/// Tokens and the ends of statements.
extension SQLScanner {
    /// Whether a scanner that begins here finds the same in what follows.
    var isAsNew: Bool { isBetweenStatements && escapes }

    mutating func begin(_ kind: SQLToken.Kind, in next: State) {
        token = SQLToken(kind: kind, isConditional: depth > 0, start: position - 1)
        state = next
    }

    mutating func keepToken() {
        if tokens.count < Self.mostTokens || isDefinition { tokens.append(token) }
        if keepsDefinitions, tokens.count == Self.mostTokens { isDefinition = SQLToken.define(tokens) }
        state = .normal
    }

    mutating func takeWord(_ byte: UInt8) -> Event? {
        if SQLToken.isWord(byte) {
            token.keep(byte, upTo: Self.longestText)
            return nil
        }
        if tokens.isEmpty {
            isInsert = token.is("INSERT") || token.is("REPLACE")
            if token.is("DELIMITER") {
                delimiter = []
                state = .delimiterCommand
                return takeDelimiter(byte)
            }
        }
        guard isInsert, token.is("VALUES") else { return finishToken(then: byte) }
        previous = byte
        state = .rows
        return nil
    }

    mutating func finishToken(then byte: UInt8) -> Event? {
        token.end = position - 1
        keepToken()
        return takeNormal(byte)
    }

    /// Takes a sign whose last byte came `ago` bytes before the present one.
    mutating func sign(_ byte: UInt8, ago: Int64 = 0) {
        token = SQLToken(
            kind: .sign, text: [byte], isConditional: depth > 0, start: position - ago - 1, end: position - ago)
        keepToken()
    }

    mutating func finishSign(_ sign: UInt8, then byte: UInt8) -> Event? {
        self.sign(sign, ago: 1)
        return takeNormal(byte)
    }

    /// Ends a statement and follows the SQL mode, which the dump sets for the routine that comes next.
    mutating func end() -> Event {
        statement = tokens
        tokens.removeAll(keepingCapacity: true)
        isInsert = false
        isDefinition = false
        state = .normal
        if statement.count > 3, statement[0].is("SET"), statement[1].is("SQL_MODE"), statement[2].isSign("=") {
            let mode = statement[3].kind == .quoted ? String(decoding: statement[3].text, as: UTF8.self) : ""
            escapes = !mode.contains("NO_BACKSLASH_ESCAPES")
        }
        return .statement
    }

    /// A delimiter that has begun, or the command that sets another.
    mutating func takeDelimiter(_ byte: UInt8) -> Event? {
        if state == .delimiterCommand {
            if byte > 0x20 { delimiter.append(byte) }
            guard byte == UInt8(ascii: "\n") else { return nil }
            if delimiter.isEmpty { delimiter = [Self.semicolon] }
            state = .normal
            return nil
        }
        if byte == delimiter[matched] {
            matched += 1
            return matched == delimiter.count ? end() : nil
        }
        for seen in delimiter[..<matched] { sign(seen) }
        state = .normal
        return takeNormal(byte)
    }
}
