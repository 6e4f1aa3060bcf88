/// Tables and views.
extension StatementEdits {
    private static let database = Array("    Database: ".utf8)
    private static let host = Array("Host: ".utf8)

    /// Takes in the comment at the head of a dump: `-- Host: localhost    Database: erp`.
    mutating func learn(from comment: [UInt8]) {
        guard source == nil, comment.starts(with: Self.host) else { return }
        let starts = comment.indices.dropLast(Self.database.count - 1)
        guard let start = starts.first(where: { comment[$0...].starts(with: Self.database) }) else { return }
        source = String(decoding: comment[(start + Self.database.count)...], as: UTF8.self)
    }

    /// What the whole definition of a table or a view needs.
    func definition(_ tokens: [SQLToken]) -> [Edit] {
        var edits: [Edit] = []
        if case .edits(let definer) = creation(tokens, isWhole: true) { edits = definer }
        for index in tokens.indices {
            let rest = tokens[index...]
            if let name = Self.sequence(in: rest), isSource(tokens[name]) {
                edits.append(Edit(range: tokens[name].start..<tokens[name + 1].end))
            } else if source != target, let end = Self.directory(in: rest) {
                edits.append(Edit(range: rest[index].start..<tokens[end].end, relocates: true))
            }
        }
        return edits
    }

    /// The place of the database's name, where a sequence is asked for one of its numbers.
    ///
    /// The server always writes that name: in ``nextval(`erp`.`s`)``, `lastval` and `setval`.
    private static func sequence(in tokens: ArraySlice<SQLToken>) -> Int? {
        let start = tokens.startIndex
        let isCall = functions.contains { tokens[start].is($0) } && tokens.dropFirst().first?.isSign("(") == true
        guard isCall || tokens.starts(with: ["VALUE", "FOR"] as [StaticString], by: { $0.is($1) }) else { return nil }
        let name = start + 2
        guard name + 2 < tokens.endIndex, tokens[name].kind != .sign, tokens[name + 1].isSign(".") else { return nil }
        return name
    }

    private static let functions: [StaticString] = ["NEXTVAL", "LASTVAL", "SETVAL"]

    /// In any case of its letters: where the server keeps them all small, the dump's head has those of the settings.
    private func isSource(_ token: SQLToken) -> Bool {
        String(decoding: token.text, as: UTF8.self).lowercased() == source?.lowercased()
    }

    /// The last place of `DATA DIRECTORY='/path'`, or of INDEX DIRECTORY, of a table or a partition.
    private static func directory(in tokens: ArraySlice<SQLToken>) -> Int? {
        let start = tokens.startIndex
        guard tokens[start].is("DATA") || tokens[start].is("INDEX"), tokens.dropFirst().first?.is("DIRECTORY") == true
        else { return nil }
        let path = tokens.dropFirst(2).first?.isSign("=") == true ? start + 3 : start + 2
        return path < tokens.endIndex && tokens[path].kind == .quoted ? path : nil
    }
}

extension SQLToken {
    /// Whether a statement that begins so makes a table or a view.
    static func define(_ tokens: [SQLToken]) -> Bool {
        guard tokens.first?.is("CREATE") == true else { return false }
        let kinds: [StaticString] = [
            "TABLE", "VIEW", "TRIGGER", "EVENT", "FUNCTION", "PROCEDURE", "PACKAGE", "SEQUENCE", "DATABASE", "SCHEMA",
            "INDEX", "USER", "ROLE", "SERVER",
        ]
        let kind = tokens.prefix(SQLScanner.mostTokens).first { token in kinds.contains { token.is($0) } }
        return kind?.is("TABLE") == true || kind?.is("VIEW") == true
    }
}
