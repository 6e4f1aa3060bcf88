import HTTP
import TestSupport
import Testing

@testable import FastCGI

@Suite struct GarbageTests {
    @Test(arguments: [UInt64(1), 2, 3])
    func `after any garbage the next request is answered`(seed: UInt64) throws {
        let server = try TestServer(workers: 2) { _ in Response(.ok, body: Array("well".utf8)) }
        var chance = Chance(seed: seed)
        let good = FastCGIClient.request("/fuzz", method: "POST", [("HTTP_A", "b")], body: [1, 2, 3])

        for _ in 1...150 {
            var bytes = good
            for _ in 0...chance.below(4) { bytes[chance.below(bytes.count)] = UInt8(chance.below(256)) }
            switch chance.below(4) {
            case 0: bytes = (0..<chance.below(300)).map { _ in UInt8(chance.below(256)) }
            case 1: bytes.removeLast(chance.below(bytes.count))
            default: break
            }
            try server.annoy(bytes)
        }

        #expect(try server.ask(FastCGIClient.request("/good")).body == "well")
    }
}

/// Numbers that look like chance and are the same every time (xorshift64).
private struct Chance {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 }

    mutating func below(_ limit: Int) -> Int {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return Int(state >> 33) % max(limit, 1)
    }
}
