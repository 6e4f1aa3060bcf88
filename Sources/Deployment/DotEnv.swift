/// Laravel's `.env`, read as Laravel 12 reads it: by vlucas/phpdotenv 5 into Illuminate's immutable `Env` repository.
///
/// Lines are gathered into entries, a value runs through a state machine, and `${NAME}` gives way to what is known by
/// then. The original's oddities are kept on purpose: the daemon must see the very password the application sees.
package struct DotEnv: Sendable {
    /// Every variable the application sees: the environment and, where that is silent, the file's last word on it.
    package private(set) var values: [String: String]
    /// How much text, in scalars, references may still bring in; twenty lines of `A=${A}${A}` want megabytes.
    private var allowance = 1 << 20

    /// - Throws: ``DotEnvError`` for a malformed entry, even one that the environment overrides.
    package init(parsing text: String, environment: [String: String]) throws(DotEnvError) {
        values = environment
        for entry in try Entry.all(in: text) {
            let (name, value) = (try entry.name(), try entry.value())
            guard environment[name] == nil else { continue }
            values[name] = if let value { try resolve(value, at: entry.line) } else { nil }
        }
    }

    /// Puts known variables in place of `${NAME}`, from the last `$` to the first, so `${DB_${KIND}}` works.
    ///
    /// The text is built backwards: what follows a `$` is at the array's end, and a step costs only what it looks at.
    private mutating func resolve(_ value: Value, at line: Int) throws(DotEnvError) -> String {
        var backwards: [Unicode.Scalar] = []
        for (scalar, mayRefer) in value.reversed() {
            backwards.append(scalar)
            guard mayRefer else { continue }
            let following = backwards.reversed().dropFirst()
            let name = following.dropFirst().prefix { $0.isASCII && $0.isNameScalar }
            guard following.first == "{", following[name.endIndex...].first == "}" else { continue }
            guard let known = values[String(String.UnicodeScalarView(name))]?.unicodeScalars else { continue }
            allowance -= known.count
            guard allowance >= 0 else { throw DotEnvError(line: line, reason: .endlessGrowth) }
            backwards.replaceSubrange((backwards.count - name.count - "${}".count)..., with: known.reversed())
        }
        return String(String.UnicodeScalarView(backwards.reversed()))
    }

    /// What Laravel's `env()` makes of a value: `null` is nil, `empty` is "", and a pair of quotes around it goes.
    ///
    /// The words count in any case and in parentheses; PHP's booleans stay the words `true` and `false` here.
    package static func laravelValue(_ value: String) -> String? {
        let words: KeyValuePairs = ["true": "true", "false": "false", "empty": "", "null": nil]
        for (word, meaning) in words where [word, "(\(word))"].contains(value.lowercased()) { return meaning }
        let text = value.unicodeScalars
        let isQuoted = text.count > 1 && text.first == text.last && ["'", "\""].contains(text.first)
        return isQuoted && !text.contains("\n") ? String(text.dropFirst().dropLast()) : value
    }
}

/// Why a `.env` cannot be read; never what it says, which may be a password.
package struct DotEnvError: Error, Equatable, CustomStringConvertible {
    package enum Reason: String, Sendable {
        case noName = "there is no name before the equals sign"
        case invalidName = "the name has other characters than letters, digits, '_' and '.'"
        case unknownEscape = "a backslash in double quotes is followed by none of f n r t v \" \\ $"
        case textAfterValue = "there is text after the value\nhint: a value with blanks or '#' in it needs quotes"
        case unclosedQuote = "the quote that opens the value is not closed"
        case endlessGrowth = "the references ${…} grow the values beyond reason"
    }

    /// The line on which the entry starts, counted from one.
    package let line: Int
    package let reason: Reason

    package var description: String { "line \(line): \(reason.rawValue)" }
}

/// A value without quotes, escapes and comment; a `$` may refer unless it was escaped or in single quotes.
private typealias Value = [(scalar: Unicode.Scalar, mayRefer: Bool)]

/// A name and perhaps a value as they stand in the file: one line or, in double quotes, several.
private struct Entry {
    private enum State { case start, unquoted, singleQuoted, doubleQuoted, escape, end, comment }
    private static let escapes: [Unicode.Scalar: Unicode.Scalar] = [
        "f": "\u{0C}", "n": "\n", "r": "\r", "t": "\t", "v": "\u{0B}", "\"": "\"", "\\": "\\", "$": "$",
    ]

    let line: Int
    private var text: [Unicode.Scalar] = []
    private var isComment: Bool { ["#", nil].contains(text[...].trimmed.first) }

    /// Gathers lines by phpdotenv's rule: `="` outside a comment begins a value of several, a lone `"` ends it.
    static func all(in file: String) throws(DotEnvError) -> [Entry] {
        let file = file.unicodeScalars.first == "\u{FEFF}" ? String(file.unicodeScalars.dropFirst()) : file
        let lines = file.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" || $0 == "\r" }
        var (entries, entry, isOpen) = ([Entry](), Entry(line: 1), false)
        for (index, line) in lines.map({ Array($0.unicodeScalars) }).enumerated() {
            if isOpen { entry.text.append("\n") } else { entry = Entry(line: index + 1) }
            entry.text += line
            // The original looks for a quote and what precedes it, so it sees none at the start of a line.
            let bare = line.replacing(["\\", "\\"], with: [])
            let quotes = zip(bare, bare.dropFirst()).count { $0 != "\\" && $1 == "\"" }
            let opens = line.prefix { $0 != "#" }.contains(["=", "\""])
            isOpen = isOpen ? quotes == 0 && line != ["\""] : quotes < 2 && opens
            if !isOpen { entries.append(entry) }
        }
        // The original forgets an entry without end, and says nothing.
        if isOpen { throw DotEnvError(line: entry.line, reason: .unclosedQuote) }
        return entries.filter { !$0.isComment }
    }

    func name() throws(DotEnvError) -> String {
        var name = text.firstIndex(of: "=").map { text[..<$0].trimmed } ?? text[...]
        if name.isEmpty { throw DotEnvError(line: line, reason: .noName) }
        if name.starts(with: "export".unicodeScalars), name.dropFirst(6).first?.isBlank == true {
            name = name.dropFirst(6).drop(while: \.isTrimmed)
        }
        if name.count > 2, name.first == name.last, ["'", "\""].contains(name.first) {
            name = name.dropFirst().dropLast()
        }
        if name.isEmpty || !name.allSatisfy(\.isNameScalar) { throw DotEnvError(line: line, reason: .invalidName) }
        return String(String.UnicodeScalarView(name))
    }

    /// Runs the state machine over what follows the equals sign; nil when there is none.
    func value() throws(DotEnvError) -> Value? {
        guard let equals = text.firstIndex(of: "=") else { return nil }
        var (state, value) = (State.start, Value())
        for scalar in text[(equals + 1)...].trimmed {
            switch (state, scalar) {
            case (.start, "'"): state = .singleQuoted
            case (.start, "\""): state = .doubleQuoted
            case (.singleQuoted, "'"), (.doubleQuoted, "\""): state = .end
            case (.doubleQuoted, "\\"): state = .escape
            case (.escape, _):
                guard let meaning = Self.escapes[scalar] else { throw DotEnvError(line: line, reason: .unknownEscape) }
                value.append((meaning, false))
                state = .doubleQuoted
            case (.comment, _), (.start, "#"), (.unquoted, "#"), (.end, "#"): state = .comment
            case (.unquoted, _) where scalar.isBlank, (.end, _) where scalar.isBlank: state = .end
            case (.end, _): throw DotEnvError(line: line, reason: .textAfterValue)
            case (.start, _), (.unquoted, _), (.singleQuoted, _), (.doubleQuoted, _):
                if state == .start { state = .unquoted }
                value.append((scalar, scalar == "$" && state != .singleQuoted))
            }
        }
        let open: [State] = [.singleQuoted, .doubleQuoted, .escape]
        if open.contains(state) { throw DotEnvError(line: line, reason: .unclosedQuote) }
        return value
    }
}

/// Blank as for PHP's `ctype_space`, trimmed as by its `trim`.
extension Unicode.Scalar {
    fileprivate var isBlank: Bool { self == " " || ("\t"..."\r").contains(self) }
    fileprivate var isTrimmed: Bool { self == "\0" || isBlank && self != "\u{0C}" }
    fileprivate var isNameScalar: Bool {
        switch properties.generalCategory {
        case .lowercaseLetter, .uppercaseLetter, .nonspacingMark, .spacingMark, .enclosingMark: true
        case .decimalNumber, .letterNumber, .otherNumber: true
        default: self == "_" || self == "."
        }
    }
}

extension ArraySlice<Unicode.Scalar> {
    fileprivate var trimmed: Self { lastIndex { !$0.isTrimmed }.map { self[...$0].drop(while: \.isTrimmed) } ?? [] }
}
