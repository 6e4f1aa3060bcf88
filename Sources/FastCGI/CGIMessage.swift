package import HTTP

/// The two forms of a message on the way through CGI: variables in, a header block out (RFC 3875 §4.1, §6.2).
package enum CGIMessage {
    /// Whether a variable of that name makes a difference: a web server sends many more.
    static func reads(_ name: String) -> Bool { name.hasPrefix("HTTP_") || names.contains(name) }

    /// Those beside the headers that ``request(from:)`` looks at.
    private static let names: Set = [
        "REQUEST_METHOD", "REQUEST_URI", "REQUEST_SCHEME", "REQUEST_ID", "HTTPS", "SERVER_NAME", "SERVER_PORT",
        "REMOTE_ADDR",
    ]

    /// Reads the variables the web server sends.
    ///
    /// The path is taken as it was sent (`REQUEST_URI`), because that is what the ERP routes on and shows in messages.
    package static func request(from variables: [String: String]) -> Request {
        var headers = HeaderFields()
        for (name, value) in variables where name.hasPrefix("HTTP_") {
            let field = name.utf8.dropFirst(5).map { $0 == UInt8(ascii: "_") ? UInt8(ascii: "-") : $0 }
            headers.add(String(decoding: field, as: UTF8.self), value)
        }
        let isSecure = variables["HTTPS"].map { !$0.isEmpty && $0.lowercased() != "off" } ?? false
        let port = variables["SERVER_PORT"].map { ":\($0)" } ?? ""
        return Request(
            method: variables["REQUEST_METHOD"] ?? "", target: variables["REQUEST_URI"] ?? "/", headers: headers,
            scheme: isSecure || variables["REQUEST_SCHEME"] == "https" ? "https" : "http",
            host: variables["HTTP_HOST"] ?? (variables["SERVER_NAME"] ?? "localhost") + port,
            clientAddress: variables["REMOTE_ADDR"] ?? "", id: RequestID.checked(variables["REQUEST_ID"]))
    }

    /// Writes what stands before a response's body; a header's value cannot end its line.
    package static func head(of response: Response) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(512)
        bytes += "Status: \(response.status.rawValue) \(response.status.reason)\r\n".utf8
        for field in response.headers.fields {
            bytes += field.name.utf8
            bytes += ": ".utf8
            bytes += field.value.utf8.lazy.filter { $0 >= 0x20 && $0 != 0x7F || $0 == UInt8(ascii: "\t") }
            bytes += "\r\n".utf8
        }
        bytes += "\r\n".utf8
        return bytes
    }
}
