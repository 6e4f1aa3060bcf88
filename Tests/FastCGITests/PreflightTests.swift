import TestSupport
import Testing

@testable import FastCGI

@Suite struct PreflightTests {
    private static let good = FastCGIClient.request("/x", [("HTTP_LONG", String(repeating: "l", count: 500))])
    private static let headSize = good.count - FastCGIClient.record(.input).count

    private func verdict(on bytes: [UInt8]) -> Preflight.Verdict { Preflight.verdict(on: bytes[...]) }

    @Test func `a head is good as soon as it is whole, and not before`() {
        for length in 0..<Self.headSize {
            #expect(verdict(on: Array(Self.good[..<length])) == .incomplete, "\(length) bytes")
        }
        for length in Self.headSize...Self.good.count {
            let rest: Preflight.Rest = length == Self.good.count ? .nothing : .unseen
            #expect(verdict(on: Array(Self.good[..<length])) == .good(rest), "\(length) bytes")
        }
        #expect(verdict(on: Self.good + [1]) == .good(.coming))
    }

    @Test func `looks at a slice by its own indices`() {
        let bytes = [UInt8](repeating: 9, count: 13) + Self.good

        #expect(Preflight.verdict(on: bytes[13...]) == .good(.nothing))
    }

    @Test func `lengths of both forms, and of nothing`() {
        let pairs: [[UInt8]] = [
            [], [0, 0], [1, 0, 65], [0, 1, 65], [0x80, 0, 0, 1, 1, 65, 66], [1, 0x80, 0, 0, 1, 65, 66],
            FastCGIClient.pair(String(repeating: "n", count: 127), String(repeating: "v", count: 128)),
        ]

        for pair in pairs {
            #expect(
                verdict(on: FastCGIClient.begin() + FastCGIClient.stream(.parameters, pair)) == .good(.unseen),
                "\(pair)")
        }
    }

    @Test(
        arguments: [
            [1], [1, 1], [1, 1, 65], [2, 0, 65], [0, 0, 0], [0x80], [0x80, 0, 0, 0], [0xFF, 0xFF, 0xFF, 0xFF, 0, 65],
            [0x7F, 0xFF], [0xFF, 0xFF, 0xFF, 0xFE, 0xFF, 0xFF, 0xFF, 0xFE, 65], [0, 0x80, 0, 1, 0, 65],
        ] as [[UInt8]])
    func `pairs that do not end where the bytes end are bad`(pairs: [UInt8]) {
        #expect(verdict(on: FastCGIClient.begin() + FastCGIClient.stream(.parameters, pairs)) == .bad)
    }

    @Test func `more parameters than the limit are bad before they end`() {
        let filler = String(repeating: "f", count: 50_000)
        let most = (1...5).flatMap { FastCGIClient.pair("\($0)", filler) }
        let more = (1...6).flatMap { FastCGIClient.pair("\($0)", filler) }

        #expect(verdict(on: FastCGIClient.begin() + FastCGIClient.stream(.parameters, most)) == .good(.unseen))
        #expect(verdict(on: (FastCGIClient.begin() + FastCGIClient.stream(.parameters, more)).dropLast(8)) == .bad)
    }
}
