import TestSupport

/// README's text in Dart, as far as it says what is sent: the calls on `dio` with paths, queries and headers.
///
/// What it does not understand is an error, so that whoever changes the text has to look here.
struct DioExample {
    /// One call as it is written, with the variables still in it.
    struct Call {
        let name: String
        private let arguments: String

        init(_ name: String, _ arguments: Substring) {
            self.name = name
            self.arguments = String(arguments)
        }

        /// What dio sends for it.
        func call(with variables: [String: String]) throws -> DioCall {
            let query = try DioExample.map("queryParameters", in: arguments, with: variables)
            let pairs = query.map { "\($0.0)=\($0.1)" }.joined(separator: "&")
            guard let path = arguments.firstMatch(of: /^\s*'([^']*)'/)?.1 else { throw Unexpected(arguments) }
            return DioCall(
                name == "download" ? "GET" : name.uppercased(),
                try DioExample.filled(path, with: variables) + (pairs.isEmpty ? "" : "?" + pairs),
                try DioExample.map("headers", in: arguments, with: variables))
        }

        func says(_ option: String) -> Bool { arguments.contains(option) }
    }

    let text: String
    let calls: [Call]

    init() throws {
        text = try Readme.code(of: "With dio")
        calls = try text.matches(of: /[\s(]dio\.(\w+)(?:<\w+>)?\(/).map { [text] match in
            Call(String(match.1), try Self.balanced(text[match.range.upperBound...]))
        }
        guard calls.count == text.matches(of: /\bdio\./).count else { throw Unexpected("a use of dio that is no call") }
    }

    /// What `BaseOptions` has sent with every call.
    func headers(with variables: [String: String]) throws -> [(String, String)] {
        guard let base = text.firstRange(of: "BaseOptions(") else { throw Unexpected("no BaseOptions") }
        return try Self.map("headers", in: Self.balanced(text[base.upperBound...]), with: variables)
    }

    /// The members of answers that it reads.
    var members: Set<String> { Set(text.matches(of: /\['(\w+)'\]/).map { String($0.1) }) }

    /// What stands before the parenthesis that closes one opened before.
    private static func balanced(_ text: Substring) throws -> Substring {
        var depth = 1
        for index in text.indices {
            depth += text[index] == "(" ? 1 : text[index] == ")" ? -1 : 0
            if depth == 0 { return text[..<index] }
        }
        throw Unexpected("a parenthesis stays open: \(text.prefix(100))")
    }

    /// The members of `name: {'key': value, …}`; a value is a number, a text or the name of a variable.
    private static func map(
        _ name: String, in text: some StringProtocol, with variables: [String: String]
    ) throws -> [(String, String)] {
        guard let start = text.firstRange(of: "\(name): {")?.upperBound else { return [] }
        // A `}` of an interpolation would end it too early, and is then no text to understand.
        let members = text[start...].prefix { $0 != "}" }.split(separator: ",")
        return try members.map { member in
            guard let parts = String(member).wholeMatch(of: /\s*'([^']+)': (?:'([^']*)'|(\w+))\s*/) else {
                throw Unexpected("not understood: \(member)")
            }
            if let text = parts.2 { return (String(parts.1), try filled(text, with: variables)) }
            let value = parts.3 ?? ""
            let text = value.allSatisfy(\.isNumber) ? String(value) : try filled("$\(value)", with: variables)
            return (String(parts.1), text)
        }
    }

    private static func filled(_ text: Substring, with variables: [String: String]) throws -> String {
        let filled = variables.reduce(String(text)) { $0.replacing("$\($1.key)", with: $1.value) }
        guard !filled.contains("$") else { throw Unexpected("'\(filled)' names something else than \(variables.keys)") }
        return filled
    }
}
