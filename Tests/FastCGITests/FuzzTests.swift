import HTTP
import TestSupport
import Testing

@testable import FastCGI

/// Records that no web server would send: the worker lives on, and answers who comes next.
@Suite struct FuzzTests {
    private typealias Client = FastCGIClient

    /// Names and values whose lengths may lie.
    private func pairs(_ fuzz: inout Fuzz) -> [UInt8] {
        var pairs: [UInt8] = []
        for _ in 0..<fuzz.below(6) {
            let name = fuzz.pick([
                "REQUEST_METHOD", "REQUEST_URI", "HTTP_A", "HTTPS", "HTTP_HOST", "", "=", "A=B", "\0", "é",
            ])
            let value = fuzz.text(
                of: ["GET", "HEAD", "/", "?", "#", "%", "%2f", "=", "\r\n", "\0", "é", "a"], upTo: 300)
            pairs += Client.pair(name, value)
        }
        let lies: [[UInt8]] = [
            [0xFF, 0xFF, 0xFF, 0xFE, 0xFF, 0xFF, 0xFF, 0xFE], [0xFF, 0xFF, 0xFF, 0xFF, 0], [0x80, 0, 0, 0], [5],
            [0, 0],
        ]
        if fuzz.isOne(in: 3) { pairs += fuzz.pick(lies) }
        return fuzz.isOne(in: 3) ? fuzz.mutated(pairs) : pairs
    }

    /// A record of any type, id, version, length and padding.
    private func record(_ fuzz: inout Fuzz) -> [UInt8] {
        let content = fuzz.isOne(in: 4) ? fuzz.bytes(upTo: 40) : pairs(&fuzz)
        let kind = UInt8(fuzz.isOne(in: 8) ? fuzz.below(256) : 1 + fuzz.below(11))
        let padding = fuzz.pick([0, 0, 1, 7, 255])
        let length = fuzz.isOne(in: 6) ? fuzz.pick([0, 1, 8, 65535, content.count + 1]) : min(content.count, 65535)
        let header = [
            fuzz.pick([1, 1, 1, 1, 1, 1, 0, 2, 255]), kind, 0, fuzz.pick([0, 1, 1, 1, 1, 2]), UInt8(length >> 8),
            UInt8(length & 255), UInt8(padding), UInt8(fuzz.below(2)),
        ]
        return header + content.prefix(65535) + [UInt8](repeating: 0, count: fuzz.isOne(in: 8) ? 0 : padding)
    }

    /// What a peer sends on one connection.
    private func conversation(_ fuzz: inout Fuzz) -> [UInt8] {
        let good = Client.request(
            "/fuzz", method: fuzz.pick(["GET", "POST", "HEAD"]), [("HTTP_A", "b")], body: fuzz.bytes(upTo: 50),
            keeping: fuzz.isOne(in: 2))
        switch fuzz.below(7) {
        case 0: return fuzz.bytes(upTo: 300)
        case 1: return Array(good.prefix(fuzz.below(good.count)))
        case 2: return (0...fuzz.below(8)).flatMap { _ in record(&fuzz) }
        case 3:
            return Client.begin(keeping: fuzz.isOne(in: 2))
                + Client.stream(.parameters, pairs(&fuzz), piece: 1 + fuzz.below(90))
        case 4: return good + fuzz.mutated(good)
        case 5: return Client.begin() + record(&fuzz) + good
        default: return fuzz.mutated(good)
        }
    }

    @Test func `after any records the next request is answered`() throws {
        let server = try TestServer(workers: 2) { _ in Response(.ok, body: Array("well".utf8)) }

        try Fuzz.run("records", cases: 150) { fuzz in
            // Several peers at a time, whose bytes come in pieces; all are gone before the good one comes.
            let peers = try (0...fuzz.below(4)).map { _ in try server.connect() }
            for peer in peers {
                for piece in fuzz.pieces(of: conversation(&fuzz)).prefix(20) {
                    // The worker may have closed already.
                    try? peer.send(piece)
                }
                if fuzz.isOne(in: 4) { peer.finishSending() }
            }
            withExtendedLifetime(peers) {}
        }

        #expect(try server.ask(Client.request("/good")).body == "well")
        let kept = try server.connect()
        for _ in 1...3 {
            try kept.send(Client.request("/kept", keeping: true))
            #expect(try kept.answer().body == "well")
        }
    }

    @Test func `a judgement on the first bytes stands, whatever follows`() throws {
        try Fuzz.run("preflight", cases: 250) { fuzz in
            let bytes = conversation(&fuzz)
            var last = Preflight.Verdict.incomplete
            for end in stride(from: 0, through: bytes.count, by: bytes.count > 2000 ? 97 : 7) {
                let verdict = Preflight.verdict(on: bytes[..<end])
                switch (last, verdict) {
                case (.incomplete, _), (.bad, .bad), (.good, .good): last = verdict
                default: try fuzz.check(false, "\(last) became \(verdict) at byte \(end) of \(bytes)")
                }
            }
        }
    }

    @Test func `any variables make a request, and any response a head that ends once`() throws {
        let words = [
            "\r\n", "\n", "\r", "\0", ": ", "é", "\u{301}", "\u{85}", "a", "=", "%", "?", "#", "/", "HTTP_", "\u{7F}",
        ]
        try Fuzz.run("messages", cases: 400) { fuzz in
            let names = ["REQUEST_METHOD", "REQUEST_URI", "HTTP_HOST", "HTTP_", "HTTP_A_B", "HTTPS", "SERVER_PORT", ""]
            var variables: [String: String] = [:]
            for _ in 0..<fuzz.below(8) { variables[fuzz.pick(names)] = fuzz.text(of: words, upTo: 12) }
            let request = CGIMessage.request(from: variables)
            let url = request.url + request.shownPath + (request.path ?? "")

            let response = Response(.ok, headers: ["X": url, "Y": fuzz.text(of: words, upTo: 12)], body: [1])
            let bytes = CGIMessage.head(of: response)

            let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
            try fuzz.check(
                lines.count == 5 && bytes.count { $0 == 0x0D } == 4, "\(String(decoding: bytes, as: UTF8.self))")
        }
    }
}
