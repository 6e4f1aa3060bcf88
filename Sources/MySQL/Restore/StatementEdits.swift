/// What is changed in the statements of a dump so that they act in the target database alone.
///
/// Both dump programs write some statements that name the database the dump was made of: the trigger whose author wrote
/// `db.trigger`, the ALTER DATABASE around routines that are older than the database's character set, and the sequences
/// that tables and views take numbers from. Run as they are, they would alter that database, and not the one that is
/// restored into. A table may also name the directory where its rows lie, which another database must not share.
struct StatementEdits: Sendable, Equatable {
    /// Bytes of the text and what stands in their place.
    struct Edit: Equatable {
        var range: Range<Int64>
        var replacement: [UInt8] = []
        /// Whether it takes away where a table's files lie.
        var relocates = false
    }

    enum Decision: Equatable {
        /// More tokens are needed.
        case undecided
        case edits([Edit])
        case refused(reason: String)
    }

    /// Leaves out `DEFINER=…`, so that what is made belongs to the account that restores.
    var stripsDefiners = false
    /// Makes events that never run.
    var disablesEvents = false
    /// The database that is restored into.
    var target = ""
    /// The database that the dump was made of, once its text has said so.
    var source: String?

    /// Decides on a statement that begins with `tokens`; with `isWhole`, there are no more.
    func decide(_ tokens: [SQLToken], isWhole: Bool) -> Decision {
        if SQLToken.define(tokens) { return isWhole ? .edits(definition(tokens)) : .undecided }
        let isWhole = isWhole || tokens.count == SQLScanner.mostTokens
        guard let first = tokens.first else { return isWhole ? .edits([]) : .undecided }
        if first.is("USE") { return .refused(reason: "its text chooses a database of its own (USE)") }
        if first.is("ALTER") { return alteration(tokens, isWhole: isWhole) }
        guard first.is("CREATE") || first.is("DROP") else { return .edits([]) }
        guard first.is("CREATE") else {
            guard isWhole || tokens.count > 1 else { return .undecided }
            let isDatabase = tokens.count > 1 && Self.isDatabase(tokens[1])
            return isDatabase ? .refused(reason: "its text drops a database") : .edits([])
        }
        return creation(tokens, isWhole: isWhole)
    }

    private static func isDatabase(_ token: SQLToken) -> Bool { token.is("DATABASE") || token.is("SCHEMA") }

    /// ALTER DATABASE without a name alters the one at hand.
    private func alteration(_ tokens: [SQLToken], isWhole: Bool) -> Decision {
        guard tokens.count > 3 || isWhole else { return .undecided }
        guard tokens.count > 3, Self.isDatabase(tokens[1]) else { return .edits([]) }
        let named = tokens[2]
        let isName = named.kind == .quoted || !Self.databaseOptions.contains(where: { named.is($0) })
        return .edits(isName ? [Edit(range: named.start..<named.end)] : [])
    }

    private static let databaseOptions: [StaticString] = ["DEFAULT", "CHARACTER", "CHARSET", "COLLATE", "COMMENT"]

    func creation(_ tokens: [SQLToken], isWhole: Bool) -> Decision {
        var edits: [Edit] = []
        var index = 1
        while index < tokens.count {
            let token = tokens[index]
            if Self.isDatabase(token) { return .refused(reason: "its text makes a database of its own") }
            if token.is("TRIGGER") { return trigger(tokens, from: index + 1, isWhole: isWhole, edits: edits) }
            if token.is("EVENT") { return event(tokens, from: index + 1, isWhole: isWhole, edits: edits) }
            if Self.others.contains(where: { token.is($0) }) { return .edits(edits) }
            guard index + 1 < tokens.count || isWhole else { return .undecided }
            // SQL SECURITY DEFINER names nobody.
            if token.is("DEFINER"), index + 1 < tokens.count, tokens[index + 1].isSign("=") {
                guard let end = Self.endOfUser(tokens, from: index + 2, isWhole: isWhole) else { return .undecided }
                if stripsDefiners { edits.append(Edit(range: token.start..<tokens[end - 1].end)) }
                index = end
            } else {
                index += 1
            }
        }
        return isWhole ? .edits(edits) : .undecided
    }

    private static let others: [StaticString] = [
        "TABLE", "VIEW", "SEQUENCE", "FUNCTION", "PROCEDURE", "PACKAGE", "INDEX", "USER", "ROLE", "SERVER",
    ]

    /// The place behind a definer such as `` `root`@`localhost` ``, `root@127.0.0.1`, `CURRENT_USER()` or a role.
    ///
    /// - Returns: nil while it may go on in tokens to come.
    private static func endOfUser(_ tokens: [SQLToken], from start: Int, isWhole: Bool) -> Int? {
        // Three tokens behind the name are the most that tell where a user ends; no header ends sooner.
        guard isWhole || tokens.count > start + 3 else { return nil }
        var end = min(start + 1, tokens.count)
        if end + 1 < tokens.count, tokens[end].isSign("("), tokens[end + 1].isSign(")") { return end + 2 }
        var last = tokens[end - 1]
        if end < tokens.count, last.kind == .quoted, tokens[end].kind == .word, tokens[end].text.first == at {
            last = tokens[end]
            end += 1
        }
        if end < tokens.count, last.kind == .word, last.text.last == at { return end + 1 }
        guard last.kind == .word, last.text.contains(at) else { return end }
        // A host without quotes may hold points: 127.0.0.1.
        while end + 1 < tokens.count, tokens[end].isSign("."), tokens[end].start == tokens[end - 1].end { end += 2 }
        guard end < tokens.count || isWhole else { return nil }
        return min(end, tokens.count)
    }

    private static let at = UInt8(ascii: "@")
}

extension StatementEdits {
    /// A trigger and its table lie in the same database, so the name of that can go from both.
    private func trigger(_ tokens: [SQLToken], from start: Int, isWhole: Bool, edits: [Edit]) -> Decision {
        var edits = edits
        var index = start
        if tokens.count > index, tokens[index].is("IF") { index += 3 }
        guard let on = tokens.dropFirst(index + 1).firstIndex(where: { $0.is("ON") }), isWhole || tokens.count > on + 2
        else { return isWhole ? .refused(reason: "the beginning of a trigger is not understood") : .undecided }
        for name in [index, on + 1] where name + 1 < tokens.count && tokens[name + 1].isSign(".") {
            edits.append(Edit(range: tokens[name].start..<tokens[name + 1].end))
        }
        return .edits(edits)
    }

    private func event(_ tokens: [SQLToken], from start: Int, isWhole: Bool, edits: [Edit]) -> Decision {
        guard disablesEvents else { return .edits(edits) }
        for token in tokens.dropFirst(start) {
            if token.is("ENABLE") {
                return .edits(edits + [Edit(range: token.start..<token.end, replacement: Array("DISABLE".utf8))])
            }
            if token.is("DISABLE") { return .edits(edits) }
            if token.is("DO") { break }
        }
        return isWhole || tokens.dropFirst(start).contains { $0.is("DO") }
            ? .refused(reason: "whether an event is to run is not understood") : .undecided
    }
}
