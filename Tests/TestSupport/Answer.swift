/// An HTTP answer as it came over the wire (RFC 9112).
package struct Answer: Sendable {
    package let status: Int
    package let headers: [(name: String, value: String)]
    package let body: [UInt8]

    package init(parsing bytes: [UInt8], isHead: Bool) throws {
        guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else {
            throw Unexpected("no head in the answer: \(String(decoding: bytes.prefix(200), as: UTF8.self))")
        }
        let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).parts(separatedBy: "\r\n")
        guard let status = lines[0].split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else {
            throw Unexpected("no status in '\(lines[0])'")
        }
        self.status = status
        headers = lines.dropFirst().map { line in
            let colon = line.firstIndex(of: ":") ?? line.endIndex
            return (String(line[..<colon]), String(line[colon...].dropFirst().drop { $0 == " " }))
        }
        let rest = bytes[end.upperBound...]
        if Self.values(of: "transfer-encoding", in: headers).first == "chunked", !isHead {
            guard let whole = Self.dechunked(rest) else {
                throw Unexpected("the chunked body was cut short; it has \(rest.count) bytes")
            }
            body = whole.body
        } else {
            body = Array(rest)
            let length = Self.values(of: "content-length", in: headers).first.flatMap { Int($0) }
            if let length, !isHead, length != body.count {
                throw Unexpected("the body has \(body.count) bytes, its head promised \(length)")
            }
        }
    }

    /// How many of the bytes are the first answer; nil while it is not there as a whole.
    ///
    /// - Throws: where only the end of the connection would tell.
    static func length(of bytes: [UInt8], isHead: Bool) throws -> Int? {
        guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8))?.upperBound else { return nil }
        let head = try Answer(parsing: Array(bytes[..<end]), isHead: true)
        if isHead || head.status == 204 || head.status == 304 { return end }
        if let length = head["Content-Length"].flatMap({ Int($0) }) {
            return bytes.count - end < length ? nil : end + length
        }
        guard head["Transfer-Encoding"] == "chunked" else { throw Unexpected("an answer without a length") }
        return dechunked(bytes[end...])?.end
    }

    package var text: String { String(decoding: body, as: UTF8.self) }

    package subscript(_ name: String) -> String? { values(of: name).first }

    package func values(of name: String) -> [String] { Self.values(of: name, in: headers) }

    private static func values(of name: String, in headers: [(name: String, value: String)]) -> [String] {
        headers.filter { $0.name.lowercased() == name.lowercased() }.map(\.value)
    }

    /// The body without its framing, and where it ended; nil while the last chunk is missing.
    private static func dechunked(_ bytes: ArraySlice<UInt8>) -> (body: [UInt8], end: Int)? {
        var body: [UInt8] = []
        var rest = bytes
        while let line = rest.firstRange(of: [13, 10]) {
            guard let count = Int(String(decoding: rest[..<line.lowerBound], as: UTF8.self), radix: 16) else { break }
            rest = rest[line.upperBound...]
            guard rest.count >= count + 2 else { break }
            body += rest.prefix(count)
            rest = rest.dropFirst(count + 2)
            if count == 0 { return (body, rest.startIndex) }
        }
        return nil
    }
}

extension String {
    /// The parts between the separators, the empty ones too.
    package func parts(separatedBy separator: String) -> [String] {
        split(separator: separator, omittingEmptySubsequences: false).map(String.init)
    }
}
