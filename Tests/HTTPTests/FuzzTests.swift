import HTTP
import TestSupport
import Testing

/// What holds of the forms a path and a query may have.
@Suite struct FuzzTests {
    private static let words = [
        "%", "%2", "%2F", "%00", "%ff", "%C3%A9", "+", "&", "=", "[", "]", "[]", ".", " ", "a", "page", "per_page", "5",
        "/",
        "é", "\u{301}", "\r\n", "?", "#", ";",
    ]

    @Test func `what was encoded is decoded to itself, and nothing grows`() throws {
        try Fuzz.run("percent encoding", cases: 1000) { fuzz in
            let text = fuzz.text(of: Self.words, upTo: 20)

            let encoded = PercentEncoding.encode(text)

            try fuzz.check(PercentEncoding.decode(encoded) == Array(text.utf8), "not the same again: \(text)")
            let isPlain = encoded.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"/?#&=+\"".utf8.contains($0) }
            try fuzz.check(isPlain, "not plain: \(encoded)")
            try fuzz.check(PercentEncoding.decode(text).count <= text.utf8.count, "it grew: \(text)")
        }
    }

    /// The last text of a plain name as PHP's `parse_str` finds it, by bytes.
    private func last(_ name: String, in query: String) -> [UInt8]? {
        let pairs = query.utf8.split(separator: UInt8(ascii: "&")).map { pair in
            pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false).map { part in
                PercentEncoding.decode(String(decoding: part.map { $0 == 0x2B ? 0x20 : $0 }, as: UTF8.self))
            }
        }
        return pairs.last { $0[0] == Array(name.utf8) }.map { $0.count == 2 ? $0[1] : [] }
    }

    @Test func `a plain parameter has the last of its values, byte for byte`() throws {
        let words =
            Self.words.filter { !["[", "]", "[]", ".", " ", "+", "%00", "%2"].contains($0) } + ["page=", "&page="]
        try Fuzz.run("queries", cases: 1500) { fuzz in
            let text = fuzz.text(of: words, upTo: 14)

            let found = Query(text)["page"]

            let wanted = last("page", in: text).map(Query.Value.text)
            try fuzz.check(found == wanted, "\(String(describing: found)) in \(text.debugDescription)")
        }
    }

    @Test func `any query and any path are read`() throws {
        struct Row: Route {
            let method = "GET"
            let path = "/a/{id}"
        }
        let table = RouteTable([Row()])
        try Fuzz.run("targets", cases: 1000) { fuzz in
            let target = fuzz.text(of: Self.words + ["/a/", "/a"], upTo: 10)
            let request = Request(method: fuzz.pick(["GET", "POST"]), target: target)

            guard let path = request.path, case .found(_, let parameters) = table.match("GET", path) else { return }

            let id = parameters["id"]
            try fuzz.check(!id.isEmpty && !id.utf8.contains(0x2F), "'\(id)' of \(target.debugDescription)")
            try fuzz.check("/a/\(id)".utf8.elementsEqual(path.utf8), "'\(id)' of \(target.debugDescription)")
        }
    }
}
