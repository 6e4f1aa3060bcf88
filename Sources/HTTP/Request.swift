/// One HTTP request, as the web server handed it over.
package struct Request: Sendable {
    /// In upper case; what a method override asked for, where there was one.
    package let method: String
    /// The path as it was sent: still percent-encoded, without the query.
    package let rawPath: String
    package let query: Query
    package let headers: HeaderFields
    /// `http` or `https`, as the web server sees the connection; forwarded headers are not trusted.
    package let scheme: String
    /// The `Host` header as sent, port included.
    package let host: String
    /// The address of the client, for the log.
    package let clientAddress: String
    /// The web server's name for this request, for the log.
    package let id: String

    package init(
        method: String, target: String, headers: HeaderFields = [:], scheme: String = "http",
        host: String = "localhost", clientAddress: String = "", id: String = ""
    ) {
        // By bytes: a question mark with a combining mark behind it is one Character, and still a question mark.
        let path = target.utf8.prefix { $0 != UInt8(ascii: "#") && $0 != UInt8(ascii: "?") }
        let rest = target.utf8[path.endIndex...].prefix { $0 != UInt8(ascii: "#") }
        self.rawPath = String(Substring(path))
        self.query = Query(String(Substring(rest.dropFirst())))
        self.headers = headers
        self.method = Self.effectiveMethod(method.uppercased(), headers: headers, query: query)
        self.scheme = scheme
        self.host = host
        self.clientAddress = clientAddress
        self.id = id
    }

    /// The decoded path without trailing slashes; nil when it is not UTF-8.
    package var path: String? {
        let trimmed = rawPath.trimmingSlashes(atStart: false)
        return String(validating: PercentEncoding.decode(trimmed), as: UTF8.self)
    }

    /// The path as messages show it: as sent, without the slashes around it.
    package var shownPath: String {
        let trimmed = rawPath.trimmingSlashes(atStart: true)
        return trimmed.isEmpty ? "/" : String(trimmed)
    }

    /// Scheme, host and path, without query and trailing slash, as links are built on.
    ///
    /// The host is in lower case and loses the scheme's own port, as Symfony's `Request::getHttpHost` has it.
    package var url: String {
        let lowered = host.lowercased()
        let defaultPort = scheme == "https" ? ":443" : ":80"
        let authority = lowered.hasSuffix(defaultPort) ? String(lowered.dropLast(defaultPort.count)) : lowered
        return "\(scheme)://\(authority)\(rawPath.trimmingSlashes(atStart: false))"
    }

    /// A POST may name another method, in a header or in the query, as Laravel lets it.
    private static func effectiveMethod(_ method: String, headers: HeaderFields, query: Query) -> String {
        guard method == "POST" else { return method }
        let wish = headers["X-HTTP-Method-Override"] ?? query.text("_method") ?? ""
        let isWord = !wish.isEmpty && wish.utf8.allSatisfy { UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 | 0x20 }
        return isWord ? wish.uppercased() : method
    }
}

extension String {
    fileprivate func trimmingSlashes(atStart: Bool) -> Substring {
        var rest = self[...].utf8
        while rest.last == UInt8(ascii: "/") { rest.removeLast() }
        while atStart, rest.first == UInt8(ascii: "/") { rest.removeFirst() }
        return Substring(rest)
    }
}
