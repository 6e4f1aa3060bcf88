/// Tokens and the ends of statements.
extension SQLScanner {
    mutating func begin(_ kind: SQLToken.Kind, in next: State) {
        token = SQLToken(kind: kind, isConditional: depth > 0)
        state = next
    }

    mutating func keepToken() {
        if tokens.count < Self.mostTokens { tokens.append(token) }
        state = .normal
    }

    mutating func finishToken(then byte: UInt8) -> Event? {
        keepToken()
        return takeNormal(byte)
    }

    mutating func sign(_ byte: UInt8) {
        token = SQLToken(kind: .sign, text: [byte], isConditional: depth > 0)
        keepToken()
    }

    mutating func finishSign(_ sign: UInt8, then byte: UInt8) -> Event? {
        self.sign(sign)
        return takeNormal(byte)
    }

    /// Ends a statement and follows the SQL mode, which the dump sets for the routine that comes next.
    mutating func end() -> Event {
        statement = tokens
        tokens.removeAll(keepingCapacity: true)
        isInsert = false
        state = .normal
        if statement.count > 3, statement[0].is("SET"), statement[1].is("SQL_MODE"), statement[2].isSign("=") {
            let mode = statement[3].kind == .quoted ? String(decoding: statement[3].text, as: UTF8.self) : ""
            escapes = !mode.contains("NO_BACKSLASH_ESCAPES")
        }
        return .statement
    }
}
