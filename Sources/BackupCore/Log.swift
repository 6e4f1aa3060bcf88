/// What happened, for the operator: one line an event, `key=value` fields, values quoted where they need it.
///
/// The format is logfmt as journald's tools read it. No field ever holds a secret or a value out of the database.
package struct Log: Sendable {
    package typealias Fields = KeyValuePairs<String, any CustomStringConvertible>

    private let write: @Sendable (String) -> Void
    private let context: String

    package init(_ write: @escaping @Sendable (String) -> Void) {
        self.init(write: write, context: "")
    }

    private init(write: @escaping @Sendable (String) -> Void, context: String) {
        self.write = write
        self.context = context
    }

    /// The same log, with fields that every line from it bears.
    package func with(_ fields: Fields) -> Log { Log(write: write, context: context + Self.text(of: fields)) }

    package func info(_ message: String, _ fields: Fields = [:]) { line("info", message, fields) }
    package func warning(_ message: String, _ fields: Fields = [:]) { line("warning", message, fields) }
    package func error(_ message: String, _ fields: Fields = [:]) { line("error", message, fields) }

    private func line(_ level: String, _ message: String, _ fields: Fields) {
        write("level=\(level)\(context)\(Self.text(of: ["message": message]))\(Self.text(of: fields))")
    }

    private static func text(of fields: Fields) -> String {
        var text = ""
        for (key, value) in fields {
            text += " "
            text += key
            text += "="
            text += quoted(value.description)
        }
        return text
    }

    /// The value itself where it is one plain word, else in quotes, with nothing in it that could end the line.
    private static func quoted(_ value: String) -> String {
        let isPlain = value.utf8.allSatisfy {
            $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "=")
        }
        guard !isPlain || value.isEmpty else { return value }
        var text = "\""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            // The category Cc (Unicode §23.1); looking it up takes as long as all the rest.
            case "\0"..<" ", "\u{7F}"..."\u{9F}": text += "\\u{\(String(scalar.value, radix: 16))}"
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text + "\""
    }
}
