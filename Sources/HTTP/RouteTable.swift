/// What a path's `{…}` segments held.
package struct Parameters: Sendable, Equatable {
    private let values: [String: String]

    package init(_ values: [String: String] = [:]) { self.values = values }

    /// The text of the segment `{name}`; a name that the route does not have is a bug.
    package subscript(name: String) -> String {
        guard let value = values[name] else { preconditionFailure("no path segment is called \(name)") }
        return value
    }

    /// The same where the route may have no such segment.
    package func value(of name: String) -> String? { values[name] }
}

/// Something that is found by a method and a path.
package protocol Route: Sendable {
    var method: String { get }
    /// Such as `/api/core/backups/{id}`: a segment in braces matches any one segment that is not empty.
    var path: String { get }
}

/// The routes of a service, looked up by path first and by method second.
package struct RouteTable<Element: Route>: Sendable {
    package enum Match {
        case found(Element, Parameters)
        case noSuchPath
        /// In the order of the table; HEAD stands behind each GET.
        case wrongMethod(supported: [String])
    }

    private let routes: [(route: Element, segments: [Substring])]

    package init(_ routes: [Element]) {
        self.routes = routes.map { ($0, Self.segments(of: $0.path)) }
    }

    /// Finds what answers `method` on the decoded `path`; HEAD is answered by GET.
    package func match(_ method: String, _ path: String) -> Match {
        let segments = Self.segments(of: path)
        var supported: [String] = []
        for (route, pattern) in routes {
            guard let parameters = Self.parameters(of: segments, in: pattern) else { continue }
            if route.method == method || (route.method == "GET" && method == "HEAD") {
                return .found(route, parameters)
            }
            supported += route.method == "GET" ? ["GET", "HEAD"] : [route.method]
        }
        return supported.isEmpty ? .noSuchPath : .wrongMethod(supported: supported)
    }

    private static func segments(of path: String) -> [Substring] {
        // By bytes: a slash with a combining mark behind it is one Character, and still a slash.
        path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).map(Substring.init)
    }

    private static func parameters(of segments: [Substring], in pattern: [Substring]) -> Parameters? {
        guard segments.count == pattern.count else { return nil }
        var values: [String: String] = [:]
        for (segment, expected) in zip(segments, pattern) {
            if expected.hasPrefix("{") {
                guard !segment.isEmpty else { return nil }
                values[String(expected.dropFirst().dropLast())] = String(segment)
            } else if segment != expected {
                return nil
            }
        }
        return Parameters(values)
    }
}
