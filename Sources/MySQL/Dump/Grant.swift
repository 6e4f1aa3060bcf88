/// One line of `SHOW GRANTS`, as both servers write it (MySQL and MariaDB manuals, "SHOW GRANTS Statement").
///
/// Names are read by their quotes: a column may be called `` `a,SELECT ON *.* TO b` `` and must give no right.
struct Grant: Equatable {
    enum Scope: Equatable {
        case everything
        /// May hold wildcards.
        case database(String)
        /// A table or view.
        case table(String, database: String)
    }

    /// One of MySQL's partial revokes: what takes a right on everything back for one database.
    let isRevoke: Bool
    /// In capitals; without those that are held on some columns only.
    let privileges: Set<String>
    let scope: Scope
    /// Whose it is: the account, one of its roles, or PUBLIC.
    let holder: [String]

    /// - Returns: nil for a granted role, a proxy, and rights on a routine.
    init?(parsing line: String) {
        let tokens = Token.all(in: line)
        guard let on = tokens.firstIndex(of: .word("ON")), let verb = tokens.first else { return nil }
        let end = tokens[on...].firstIndex { $0 == .word("TO") || $0 == .word("FROM") }
        guard let end, verb == .word("GRANT") || verb == .word("REVOKE") else { return nil }
        switch Array(tokens[(on + 1)..<end]) {
        case [.symbol("*"), .symbol("."), .symbol("*")]: scope = .everything
        case let name where name.count == 3 && name[1] == .symbol("."):
            guard case .name(let database) = name[0] else { return nil }
            if case .name(let table) = name[2] {
                scope = .table(table, database: database)
            } else {
                scope = .database(database)
            }
        default: return nil
        }
        isRevoke = verb == .word("REVOKE")
        privileges = Self.privileges(in: tokens[1..<on])
        let clauses: Set<Token> = [.word("WITH"), .word("IDENTIFIED"), .word("REQUIRE")]
        holder = tokens[(end + 1)...].prefix { !clauses.contains($0) }.map(\.text)
    }

    /// Such as `SELECT, SHOW VIEW, UPDATE (a, b)`.
    private static func privileges(in tokens: ArraySlice<Token>) -> Set<String> {
        var (privileges, words, depth, hasColumns) = (Set<String>(), [String](), 0, false)
        for token in tokens + [.symbol(",")] {
            switch token {
            case .symbol("("): (depth, hasColumns) = (depth + 1, true)
            case .symbol(")"): depth -= 1
            case .symbol(",") where depth == 0:
                if !hasColumns { privileges.insert(words.joined(separator: " ")) }
                (words, hasColumns) = ([], false)
            case .word(let word) where depth == 0: words.append(word)
            default: break
            }
        }
        return privileges
    }
}

private enum Token: Hashable {
    /// In capitals.
    case word(String)
    /// What stands in quotes.
    case name(String)
    case symbol(Character)

    var text: String {
        switch self {
        case .word(let text), .name(let text): text
        case .symbol(let symbol): String(symbol)
        }
    }

    static func all(in line: String) -> [Token] {
        var (tokens, rest) = ([Token](), line[...])
        while let first = rest.first {
            if "`\"'".contains(first) {
                tokens.append(.name(name(at: &rest, in: first)))
            } else if first.isLetter || first == "_" {
                let word = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
                tokens.append(.word(word.uppercased()))
                rest = rest[word.endIndex...]
            } else {
                if first != " " { tokens.append(.symbol(first)) }
                rest.removeFirst()
            }
        }
        return tokens
    }

    /// Takes a name off; its own quote stands in it twice.
    private static func name(at rest: inout Substring, in quote: Character) -> String {
        var name = ""
        rest.removeFirst()
        while let character = rest.popFirst() {
            if character == quote {
                guard rest.first == quote else { break }
                rest.removeFirst()
            }
            name.append(character)
        }
        return name
    }
}
