/// One directive of an nginx configuration, and the block behind it where it has one.
struct NginxDirective: Equatable {
    let name: String
    let arguments: [String]
    let block: [NginxDirective]?

    /// The directives of a block with this name, in order.
    static func all(_ name: String, in block: [NginxDirective]) -> [NginxDirective] { block.filter { $0.name == name } }

    /// Reads a file's text as nginx does (ngx_conf_read_token): words, quotes, comments, `;`, `{` and `}`.
    ///
    /// What nginx would not take is read as far as it goes: nginx itself judges its configuration.
    static func parse(_ text: String) -> [NginxDirective] {
        var words = NginxWords(text)
        return block(&words)
    }

    private static func block(_ words: inout NginxWords) -> [NginxDirective] {
        var directives: [NginxDirective] = []
        var line: [String] = []
        while let word = words.next() {
            switch word {
            case .text(let text): line.append(text)
            case .end:
                if let name = line.first {
                    directives.append(NginxDirective(name: name, arguments: Array(line.dropFirst()), block: nil))
                }
                line = []
            case .open:
                let inner = block(&words)
                directives.append(
                    NginxDirective(name: line.first ?? "", arguments: Array(line.dropFirst()), block: inner))
                line = []
            case .close: return directives
            }
        }
        return directives
    }
}

/// The words of an nginx configuration.
private struct NginxWords {
    enum Word { case text(String), end, open, close }

    private let text: [UInt8]
    private var index = 0

    init(_ text: String) { self.text = Array(text.utf8) }

    mutating func next() -> Word? {
        while index < text.count {
            switch text[index] {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: "\n"): index += 1
            case UInt8(ascii: "#"): while index < text.count, text[index] != UInt8(ascii: "\n") { index += 1 }
            case UInt8(ascii: ";"): return sign(.end)
            case UInt8(ascii: "{"): return sign(.open)
            case UInt8(ascii: "}"): return sign(.close)
            case UInt8(ascii: "\""), UInt8(ascii: "'"): return .text(quoted(by: text[index]))
            default: return .text(bare())
            }
        }
        return nil
    }

    private mutating func sign(_ word: Word) -> Word {
        index += 1
        return word
    }

    private mutating func quoted(by quote: UInt8) -> String {
        var bytes: [UInt8] = []
        index += 1
        while index < text.count, text[index] != quote {
            if text[index] == UInt8(ascii: "\\"), index + 1 < text.count { index += 1 }
            bytes.append(text[index])
            index += 1
        }
        index += 1
        return String(decoding: bytes, as: UTF8.self)
    }

    /// A brace behind a dollar belongs to a variable's name.
    private mutating func bare() -> String {
        var bytes: [UInt8] = []
        while index < text.count {
            let byte = text[index]
            let isVariable = byte == UInt8(ascii: "{") && bytes.last == UInt8(ascii: "$")
            if " \t\r\n;".utf8.contains(byte) || (byte == UInt8(ascii: "{") && !isVariable) { break }
            bytes.append(byte)
            index += 1
            if isVariable {
                while index < text.count, bytes.last != UInt8(ascii: "}") {
                    bytes.append(text[index])
                    index += 1
                }
            } else if byte == UInt8(ascii: "\\"), index < text.count {
                bytes.append(text[index])
                index += 1
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
