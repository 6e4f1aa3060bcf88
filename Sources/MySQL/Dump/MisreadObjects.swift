import BackupCore

/// The routines, triggers, events and views whose dump a restore takes for something else.
///
/// The dump programs write each as the server hands it out, in the character set of the connection that made it, and
/// let the restore speak that. But what the server adds by itself is UTF-8 whatever was spoken: names, definers,
/// comments. In some sets of East Asia a character may end in what the client program, which reads UTF-8, takes for a
/// backslash or a quote. And MySQL's program writes the delimiter right behind a text, where a comment without end
/// swallows it. What the server adds to a view is in the character set that was spoken, and comes back whole.
struct MisreadObjects {
    /// Made over a connection that did not speak UTF-8, which turns parts of them into other characters.
    private(set) var renamed: [String] = []
    /// Texts that the client program cannot find the end of.
    private(set) var unreadable: [String] = []
    /// Texts that end in a comment.
    private(set) var commented: [String] = []

    /// Asks for what may be misread, and looks at each.
    init(of connection: Connection, by client: DumpClient) throws(MySQLError) {
        let isMariaDB = connection.serverVersion.contains("MariaDB")
        for row in try connection.query(Self.question) {
            guard let object = Object(row) else { continue }
            if object.isRenamed(byMariaDB: isMariaDB) {
                renamed.append(object.title)
            } else if let text = try object.text(in: connection) {
                if !object.isReadable(text, behind: "\n") {
                    unreadable.append(object.title)
                } else if client.flavor == .mysql, !object.isReadable(text, behind: "") {
                    commented.append(object.title)
                }
            }
        }
    }

    /// - Throws: ``BackupError/dumpFailed(reason:)`` with the objects' names, and what to do about them.
    func refuse() throws(BackupError) {
        var flaws: [String] = []
        var hints: [String] = []
        if !renamed.isEmpty {
            flaws.append("a restore would give another name, definer or comment to \(Self.list(renamed))")
        }
        if !unreadable.isEmpty { flaws.append("no client program could read the text of \(Self.list(unreadable))") }
        if !flaws.isEmpty { hints.append("drop and make again, over a connection that speaks utf8mb4, what is named") }
        if !commented.isEmpty {
            flaws.append("the dump program spoils the text of \(Self.list(commented)), which ends in a comment")
            hints.append("leave out the comment at the end")
        }
        guard !flaws.isEmpty else { return }
        throw .dumpFailed(reason: "\(flaws.joined(separator: "; "))\nhint: \(hints.joined(separator: "; "))")
    }

    private static func list(_ titles: [String]) -> String {
        let shown = titles.prefix(10).joined(separator: ", ")
        return titles.count > 10 ? "\(shown) and \(titles.count - 10) more" : shown
    }

    /// All four kinds at once, but only those that may be misread: a database made in UTF-8 has few or none.
    private static let question = """
        SELECT kind, name, definer, CONCAT(comment, subject), spoken, mode
        FROM (
            SELECT ROUTINE_TYPE AS kind, ROUTINE_NAME AS name, DEFINER AS definer, ROUTINE_COMMENT AS comment,
                '' AS subject, CHARACTER_SET_CLIENT AS spoken, SQL_MODE AS mode, ROUTINE_DEFINITION AS body
            FROM information_schema.ROUTINES WHERE \(DatabaseContents.isHere("ROUTINE_SCHEMA"))
            UNION ALL SELECT 'TRIGGER', TRIGGER_NAME, DEFINER, '', EVENT_OBJECT_TABLE, CHARACTER_SET_CLIENT, SQL_MODE,
                ACTION_STATEMENT
            FROM information_schema.TRIGGERS WHERE \(DatabaseContents.isHere("TRIGGER_SCHEMA"))
            UNION ALL SELECT 'EVENT', EVENT_NAME, DEFINER, EVENT_COMMENT, '', CHARACTER_SET_CLIENT, SQL_MODE,
                EVENT_DEFINITION
            FROM information_schema.EVENTS WHERE \(DatabaseContents.isHere("EVENT_SCHEMA"))
            UNION ALL SELECT 'VIEW', TABLE_NAME, '', '', '', CHARACTER_SET_CLIENT, '', ''
            FROM information_schema.VIEWS WHERE \(DatabaseContents.isHere("TABLE_SCHEMA"))
        ) AS objects
        WHERE spoken NOT IN ('utf8', 'utf8mb3', 'utf8mb4', 'binary')
            OR CAST(SUBSTRING_INDEX(body, CHAR(10), -1) AS BINARY) LIKE '%#%'
            OR CAST(SUBSTRING_INDEX(body, CHAR(10), -1) AS BINARY) LIKE '%--%'
        ORDER BY 1, 2
        """
}

/// One of them, as it was made.
private struct Object {
    let kind: String
    let name: String
    let definer: String
    /// Its comment, or a trigger's table.
    let rest: String
    /// The character set of the connection that made it.
    let charset: String
    let escapes: Bool

    init?(_ row: Row) {
        guard let kind = row[0], let name = row[1], let charset = row[4] else { return nil }
        self.kind = kind
        self.name = name
        self.charset = charset
        definer = row[2] ?? ""
        rest = row[3] ?? ""
        escapes = !(row[5] ?? "").contains("NO_BACKSLASH_ESCAPES")
    }

    var title: String { "\(kind) '\(name)'" }

    private static let unicode = ["utf8", "utf8mb3", "utf8mb4", "binary"]

    /// Whether a part of it that is UTF-8 would be read in the other character set.
    func isRenamed(byMariaDB isMariaDB: Bool) -> Bool {
        guard !Self.unicode.contains(charset), kind != "VIEW" else { return false }
        guard isMariaDB, kind != "EVENT" else { return !(name + definer + rest).isASCII }
        // These MariaDB hands out as they were made, but for one part of each; and of their names, only those in latin1
        // are found in a dump.
        let isFound = name.isASCII || (charset == "latin1" && SQLToken.finds(latin1: name))
        return !isFound || !(kind == "TRIGGER" ? definer : rest).isASCII
    }

    /// The text that a dump gets, byte for byte: what the information schema shows was turned into another.
    ///
    /// - Returns: nil when it cannot be had, of which the dump program complains itself.
    func text(in connection: Connection) throws(MySQLError) -> [UInt8]? {
        do throws(MySQLError) {
            let sql = "SHOW CREATE \(kind) \(MySQLRestore.quoted(name))"
            return try connection.bytes(of: sql, column: kind == "EVENT" ? 3 : kind == "VIEW" ? 1 : 2)
        } catch  where !error.isConnectionLost {
            // The server itself does not understand what it keeps.
            return error.code == 1064 ? Array("'".utf8) : nil
        }
    }

    /// Whether the client program finds the end of the text, with `end` between that and the delimiter, and no command.
    func isReadable(_ text: [UInt8], behind end: String) -> Bool {
        var scanner = SQLScanner()
        scanner.delimiter = Array(";;".utf8)
        scanner.escapes = escapes
        let text = text + Array("\(end) ;;".utf8)
        var hasEnded = false
        for (index, byte) in text.enumerated() {
            hasEnded = scanner.take(byte) == .statement
            let isCommand = byte == UInt8(ascii: "\\") && scanner.state == .normal
            if isCommand, text[index + 1] != UInt8(ascii: "N") { return false }
        }
        return hasEnded
    }
}

extension String {
    fileprivate var isASCII: Bool { utf8.allSatisfy { $0 < 0x80 } }
}
