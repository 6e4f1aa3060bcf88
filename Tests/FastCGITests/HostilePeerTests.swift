import Glibc
import HTTP
import Posix
import TestSupport
import Testing

@testable import FastCGI

/// Peers that no web server is: none gets an answer, and none harms those who come after.
@Suite struct HostilePeerTests {
    /// A good request, answered without waiting for the bad ones to be given up on.
    private func expectService(of server: TestServer, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let before = server.count
        let start = ContinuousClock.now
        let answer = try server.ask(FastCGIClient.request("/good"))

        #expect(answer.body == "GET /good", sourceLocation: sourceLocation)
        #expect(server.count == before + 1, "only the good one was asked", sourceLocation: sourceLocation)
        #expect(ContinuousClock.now - start < .seconds(3), "at once", sourceLocation: sourceLocation)
    }

    @Test func `fifty silent peers delay nobody`() throws {
        let server = try TestServer(workers: 2)
        let silent = try (1...50).map { _ in try server.connect() }

        for _ in 1...5 { try expectService(of: server) }

        // They are still welcome.
        try silent[7].send(FastCGIClient.request("/late"))
        #expect(try silent[7].answer().body == "GET /late")
    }

    @Test func `a peer that closes inside its parameters gets no answer and holds no thread`() throws {
        let server = try TestServer(workers: 2)
        let whole = FastCGIClient.request("/dying", [("HTTP_X", String(repeating: "x", count: 300))])
        let bodyless = whole.count - FastCGIClient.stream(.input, []).count

        for length in stride(from: 1, to: bodyless, by: 9) { try server.annoy(Array(whole[..<length])) }

        try expectService(of: server)
        #expect(server.count == 1)
    }

    @Test func `a peer that only stops sending inside its parameters gets no answer`() throws {
        let server = try TestServer(workers: 1)
        let client = try server.connect()
        try client.send(Array(FastCGIClient.request("/dying").prefix(60)))
        client.finishSending()

        try expectService(of: server)
        #expect(try client.answer() == .nothing)
    }

    @Test func `a body that breaks off holds no thread`() throws {
        let server = try TestServer(workers: 1)
        let whole = FastCGIClient.request(
            "/dying", method: "POST", body: [UInt8](repeating: 1, count: 40_000))

        for missing in [1, 8, 9, 100, 20_000, 40_007] { try server.annoy(whole.dropLast(missing)) }

        #expect(try server.ask(FastCGIClient.request("/next")).body == "GET /next")
    }

    @Test func `a body past the limit is not read to its end`() throws {
        let server = try TestServer(workers: 2)
        let client = try server.connect()
        let megabyte = FastCGIClient.stream(.input, [UInt8](repeating: 1, count: 1 << 20)).dropLast(8)
        try client.send(FastCGIClient.request("/huge", method: "POST").dropLast(8))

        let refusal = #expect(throws: SystemError.self) {
            for _ in 1...80 { try client.send(Array(megabyte)) }
        }

        #expect(refusal?.code == EPIPE || refusal?.code == ECONNRESET)
        try expectService(of: server)
    }

    @Test(arguments: [
        FastCGIClient.record(.begin, [0, 1, 0, 0, 0, 0, 0, 0], version: 2),
        FastCGIClient.record(.begin, [0, 1, 0, 0, 0, 0, 0]),
        FastCGIClient.begin() + FastCGIClient.begin(),
        FastCGIClient.begin() + FastCGIClient.record(.abort),
        FastCGIClient.begin() + FastCGIClient.record(.input, [1]),
        FastCGIClient.begin() + FastCGIClient.record(.end, [0, 0, 0, 0, 0, 0, 0, 0]),
        FastCGIClient.stream(.parameters, FastCGIClient.pair("REQUEST_METHOD", "GET")),
        FastCGIClient.record(.getValues, FastCGIClient.pair("FCGI_MAX_CONNS", ""), id: 0),
        Array("GET / HTTP/1.1\r\nHost: x\r\n\r\n".utf8), [0x16, 3, 1, 2, 0, 1, 0, 1, 0xFC, 3, 3],
        // Lengths that lead past the end.
        FastCGIClient.begin() + FastCGIClient.stream(.parameters, [5, 5, 65]),
        FastCGIClient.begin() + FastCGIClient.stream(.parameters, [0x80, 0, 0]),
        FastCGIClient.begin() + FastCGIClient.stream(.parameters, FastCGIClient.pair("A", "b") + [1]),
    ])
    func `records that make no request get no answer`(bytes: [UInt8]) throws {
        let server = try TestServer(workers: 1)

        #expect(try server.ask(bytes) == .nothing)

        try expectService(of: server)
    }

    @Test func `two lengths that add up to more than memory do not stop the process`() async {
        await #expect(processExitsWith: .success) {
            let server = try TestServer(workers: 1)
            let most = 0x7FFF_FFFF
            for lengths in [[most - 1, most - 1], [most, most], [1, most], [most, 1]] {
                let pair = lengths.flatMap(FastCGIClient.length)
                for closing in [FastCGIClient.record(.parameters), []] {
                    let records = FastCGIClient.record(.parameters, pair + Array("AB".utf8)) + closing
                    try server.annoy(FastCGIClient.begin() + records)
                }
            }

            #expect(try server.ask(FastCGIClient.request("/good")).body == "GET /good")
            #expect(server.count == 1)
        }
    }

    @Test func `three hundred kilobytes of parameters are too many`() throws {
        let server = try TestServer(workers: 2)
        let filler = String(repeating: "f", count: 10_000)

        try server.annoy(FastCGIClient.request("/", (1...30).map { ("HTTP_F\($0)", filler) }))

        try expectService(of: server)
    }
}
