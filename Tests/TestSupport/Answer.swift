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
            body = try Self.dechunked(rest)
        } else {
            body = Array(rest)
            let length = Self.values(of: "content-length", in: headers).first.flatMap { Int($0) }
            if let length, !isHead, length != body.count {
                throw Unexpected("the body has \(body.count) bytes, its head promised \(length)")
            }
        }
    }

    package var text: String { String(decoding: body, as: UTF8.self) }

    package subscript(_ name: String) -> String? { values(of: name).first }

    package func values(of name: String) -> [String] { Self.values(of: name, in: headers) }

    private static func values(of name: String, in headers: [(name: String, value: String)]) -> [String] {
        headers.filter { $0.name.lowercased() == name.lowercased() }.map(\.value)
    }

    private static func dechunked(_ bytes: ArraySlice<UInt8>) throws -> [UInt8] {
        var body: [UInt8] = []
        var rest = bytes
        while let line = rest.firstRange(of: [13, 10]) {
            guard let count = Int(String(decoding: rest[..<line.lowerBound], as: UTF8.self), radix: 16) else { break }
            if count == 0 { return body }
            rest = rest[line.upperBound...]
            guard rest.count >= count + 2 else { break }
            body += rest.prefix(count)
            rest = rest.dropFirst(count + 2)
        }
        throw Unexpected("the chunked body was cut short after \(body.count) bytes")
    }
}

extension String {
    /// The parts between the separators, the empty ones too.
    package func parts(separatedBy separator: String) -> [String] {
        split(separator: separator, omittingEmptySubsequences: false).map(String.init)
    }
}
