import BackupCore

extension SQLToken {
    /// The object that a CREATE statement of a dump makes; nil when it makes only a stand-in for a view, or nothing we
    /// count.
    ///
    /// A trigger's text is the one its author wrote, so its name may be bare, in either kind of quotes, behind that of
    /// the database, and behind IF NOT EXISTS.
    static func object(madeBy statement: [SQLToken]) -> (kind: Census.Kind, name: ObjectName)? {
        guard let at = statement.firstIndex(where: { keyword in kinds.contains { keyword.is($0.keyword) } }),
            let kind = kinds.first(where: { statement[at].is($0.keyword) })
        else { return nil }
        // The stand-in comes first, as a table in old dumps, and without an algorithm in new ones.
        if kind.kind == .tables, statement[at].isConditional { return nil }
        if kind.kind == .views, !statement[..<at].contains(where: { $0.is("ALGORITHM") }) { return nil }
        var rest = statement[(at + 1)...]
        var prefix = kind.prefix
        if prefix == "PACKAGE ", rest.first?.is("BODY") == true {
            rest = rest.dropFirst()
            prefix = "PACKAGE BODY "
        }
        if rest.count > 3, rest.starts(with: ["IF", "NOT", "EXISTS"] as [StaticString], by: { $0.is($1) }) {
            rest = rest.dropFirst(3)
        }
        if rest.dropFirst().first?.isSign(".") == true { rest = rest.dropFirst(2) }
        guard let name = rest.first, name.kind != .sign else { return nil }
        return (kind.kind, ObjectName(prefix + text(of: name.text)))
    }

    /// A name made by a client that spoke latin1, MySQL's name for cp1252, is dumped in its bytes.
    private static func text(of bytes: [UInt8]) -> String {
        String(validating: bytes, as: UTF8.self) ?? String(bytes.map { Character(Unicode.Scalar($0)) })
    }

    /// Whether an object of that name is found where the dump holds it in latin1.
    static func finds(latin1 name: String) -> Bool {
        // Where ISO 8859-1 has control characters, cp1252 has others.
        let isSame = name.unicodeScalars.allSatisfy { $0.isASCII || 0xA0...0xFF ~= $0.value }
        return isSame && text(of: name.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }) == name
    }

    private static let kinds: [(keyword: StaticString, kind: Census.Kind, prefix: String)] = [
        ("TABLE", .tables, ""), ("SEQUENCE", .sequences, ""), ("VIEW", .views, ""), ("TRIGGER", .triggers, ""),
        ("EVENT", .events, ""), ("PROCEDURE", .routines, "PROCEDURE "), ("FUNCTION", .routines, "FUNCTION "),
        ("PACKAGE", .routines, "PACKAGE "),
    ]
}
