import BackupCore
import HTTP
import TestSupport
import Testing

@testable import BackupAPI

/// What holds of every answer, whatever is asked.
@Suite struct FuzzTests {
    private static let words = [
        "/api/core/backups", "/api/core/backups/1", "/api/core/backups/1/download",
        "/api/core/backups/status", "/api/core/backups/1/checksum", "/api/core/backups/1/verification", "/", "1", "2",
        "0", "-1", "%31",
        "%2F", "%00",
        "%ff", "..", "?", "&", "page=", "per_page=", "per_page[]=", "9223372036854775807", "100", "1e999", ".5", "+",
        " ", "#",
        "é", "\u{301}", "\r\n", "a", "_method=DELETE", "18446744073709551616",
    ]
    private static let methods = ["GET", "HEAD", "POST", "DELETE", "PUT", "OPTIONS", "PATCH", "", "get", "é"]

    private func target(_ fuzz: inout Fuzz) -> String {
        fuzz.isOne(in: 3)
            ? fuzz.text(of: Self.words, upTo: 8) : fuzz.pick(Self.words) + fuzz.text(of: Self.words, upTo: 3)
    }

    @Test func `nobody gets more than may be had, and every answer is one a client can read`() throws {
        try Fuzz.run("requests", cases: 200) { fuzz in
            let world = APIWorld()
            let before = world.world.picture
            let (method, target) = (fuzz.pick(Self.methods), target(&fuzz))
            let principal = fuzz.pick(Principal.allCases)
            var headers: HeaderFields = [:]
            if fuzz.isOne(in: 3) { headers["X-HTTP-Method-Override"] = fuzz.pick(Self.methods) }
            if fuzz.isOne(in: 4) { headers["Accept-Language"] = fuzz.pick(["ar", "ar-EG;q=0.3,*;q=0.1", "_", "fr"]) }
            if fuzz.isOne(in: 4) { headers["Prefer"] = fuzz.pick(["respond-async", "wait=1"]) }
            if fuzz.isOne(in: 4) { headers["Idempotency-Key"] = fuzz.text(of: Self.words + ["\"", "\\"], upTo: 3) }
            if fuzz.isOne(in: 4) { headers["Access-Control-Request-Method"] = fuzz.pick(Self.methods + Self.words) }

            let response = world.respond(method, target, as: principal, headers: headers)

            let shown =
                "\(method) \(target.debugDescription) as \(principal), \(headers): \(response.status) \(response.text)"
            try fuzz.check(response.status != .internalServerError, shown)
            let isJSON = (try? JSONValue(parsing: response.body)) != nil
            let isText = response.headers["Content-Type"]?.hasPrefix("text/plain") == true
            try fuzz.check(response.body.isEmpty || isJSON || isText, shown)
            let meant = Request(method: method, target: target, headers: headers).method
            let isGood = response.status.rawValue < 400 && meant != "OPTIONS"
            try fuzz.check(!isGood || principal.permissions?.isEmpty == false, shown)
            let mayChange = [.creator, .deleter, .all].contains(principal) && ["POST", "DELETE"].contains(meant)
            try fuzz.check(mayChange || world.world.picture == before, "something changed by \(shown)")
        }
    }

    @Test func `a page is within its bounds`() throws {
        let words = [
            "1", "0", "9", "99999999999", "-", "+", ".", "e", "E", " ", "%20", "%FF", "%C2%A0", "٣", "\u{301}", "x",
            ";",
        ]
        try Fuzz.run("pages", cases: 600) { fuzz in
            let query = "per_page=\(fuzz.text(of: words, upTo: 6))&page=\(fuzz.text(of: words, upTo: 6))"

            guard let page = try? PageRequest(Query(query)) else { return }

            try fuzz.check(1...100 ~= page.perPage && page.page >= 1 && page.offset >= 0, "\(page) of \(query)")
            guard fuzz.isOne(in: 8) else { return }
            let total = fuzz.pick([0, 1, 13, 14, 1500, Int.max / 2])
            let list = Paginator(request: page, page: BackupPage(backups: [], total: total), url: "http://a")
            try fuzz.check((try? JSONValue(parsing: list.json.encoded)) != nil, "\(page) of \(query)")
        }
    }
}
