import HTTP

/// The header that names a download (RFC 6266), written the way Symfony writes it.
enum ContentDisposition {
    /// The name with which a client saves the file.
    ///
    /// Slashes, backslashes, and characters that could end a header or a line become `-`.
    static func savedName(_ fileName: String) -> String {
        let harmless = fileName.unicodeScalars.map { scalar in
            "/\\".unicodeScalars.contains(scalar) || scalar.properties.generalCategory == .control ? "-" : scalar
        }
        return String(String.UnicodeScalarView(harmless))
    }

    /// Names the file bare where it is a token, in quotes otherwise, and once more in full where it is not ASCII.
    static func attachment(_ fileName: String) -> String {
        let name = savedName(fileName)
        let plain = String(String.UnicodeScalarView(name.unicodeScalars.filter { $0.isASCII && $0 != "%" }))
        let shown = plain.isEmpty ? "backup.sql.gz" : plain
        let value = "attachment; filename=\(quoted(shown))"
        return shown == name ? value : value + "; filename*=utf-8''\(PercentEncoding.encode(name))"
    }

    private static func quoted(_ text: String) -> String {
        let isToken = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "a")...UInt8(ascii: "z"):
                true
            default: "!#$%&'*.^_`|~-".utf8.contains(byte)
            }
        }
        return isToken ? text : "\"\(text.replacing("\"", with: "\\\""))\""
    }
}
