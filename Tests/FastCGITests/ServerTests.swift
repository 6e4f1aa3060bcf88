import HTTP
import Posix
import TestSupport
import Testing

@testable import FastCGI

@Suite struct ServerTests {
    private let server: TestServer

    init() throws { server = try TestServer() }

    @Test func `answers a request, ends it, and closes`() throws {
        let client = try server.connect()
        try client.send(FastCGIClient.request("/api/core/backups?page=2"))

        let answer = try client.answer()

        #expect(answer.text == "Status: 200 OK\r\nX-Path: /api/core/backups\r\n\r\nGET /api/core/backups")
        #expect(answer.isEnded)
        #expect(try client.answer() == .nothing, "nothing more comes")
    }

    @Test func `HEAD has no body`() throws {
        let answer = try server.ask(FastCGIClient.request("/x", method: "HEAD"))

        #expect(answer.text == "Status: 200 OK\r\nX-Path: /x\r\n\r\n")
    }

    @Test func `a POST that means HEAD has one, because to the web server it is a POST`() throws {
        let answer = try server.ask(
            FastCGIClient.request("/x", method: "POST", [("HTTP_X_HTTP_METHOD_OVERRIDE", "HEAD")]))

        #expect(answer.body == "HEAD /x")
    }

    @Test func `a connection that is to be kept serves request after request`() throws {
        let (kept, other) = (try server.connect(), try server.connect())

        for number in 1...20 {
            try kept.send(FastCGIClient.request("/kept/\(number)", keeping: true))
            #expect(try kept.answer().body == "GET /kept/\(number)")
            try other.send(FastCGIClient.request("/other/\(number)", keeping: true))
            #expect(try other.answer().body == "GET /other/\(number)")
        }
        try kept.send(FastCGIClient.request("/last"))
        #expect(try kept.answer().body == "GET /last")
        #expect(try kept.answer() == .nothing, "closed, as the last request did not ask otherwise")
    }

    @Test func `more kept connections than threads do not keep others out`() throws {
        let clients = try (1...3).map { _ in try server.connect() }
        for client in clients {
            try client.send(FastCGIClient.request("/kept", keeping: true))
            #expect(try client.answer().isEnded)
        }

        #expect(try server.ask(FastCGIClient.request("/4")).body == "GET /4")

        try clients[0].send(FastCGIClient.request("/5"))
        #expect(try clients[0].answer().body == "GET /5")
    }

    @Test func `a request that comes byte by byte is one request`() throws {
        let client = try server.connect()
        for byte in FastCGIClient.request("/slow", method: "POST", body: [1, 2, 3]) { try client.send([byte]) }

        #expect(try client.answer().body == "POST /slow")
        #expect(server.count == 1)
    }

    @Test(arguments: [1, 7, 8, 1000, 20_000])
    func `parameters may come in pieces of any size`(piece: Int) throws {
        let value = String(repeating: "v", count: piece * 4)
        let variables = [("REQUEST_METHOD", "PUT"), ("HTTP_X_LONG", value), ("REQUEST_URI", "/pieces")]
        let request =
            FastCGIClient.begin()
            + FastCGIClient.stream(.parameters, variables.flatMap { FastCGIClient.pair($0.0, $0.1) }, piece: piece)
            + FastCGIClient.stream(.input, [])

        #expect(try server.ask(request).body == "PUT /pieces")
    }

    @Test(arguments: [0, 1, 8191, 8192, 8193, 65_536, 3_000_000])
    func `a body is passed over, and the answer arrives`(size: Int) throws {
        let body = [UInt8](repeating: UInt8(ascii: "{"), count: size)

        for number in 1...2 {
            let client = try server.connect()
            try client.send(FastCGIClient.request("/\(number)", method: "POST", body: body, keeping: true))
            #expect(try client.answer().body == "POST /\(number)")
        }
    }

    @Test(arguments: [1, 8])
    func `a head of any length around libfcgi's buffer, or ours, leaves the connection good`(multiple: Int) throws {
        let client = try server.connect()
        for length in Array(8000...8200) + Array(16_200...16_400) + Array(32_600...32_780) {
            let filler = [("HTTP_FILLER", String(repeating: "f", count: length))]
            try client.send(FastCGIClient.request("/\(length)", filler, keeping: true, multiple: multiple))
            #expect(try client.answer().body == "GET /\(length)", "\(length) bytes")
        }
    }

    @Test(arguments: [1, 7, 8])
    func `a request whose end comes later than its head leaves the connection good`(count: Int) throws {
        let client = try server.connect()
        let request = FastCGIClient.request("/late", keeping: true)

        for _ in 1...2 {
            try client.send(request.dropLast(count))
            try client.send(Array(request.suffix(count)))
            #expect(try client.answer().body == "GET /late")
        }
    }

    @Test func `a long answer arrives whole`() throws {
        let body = [UInt8](repeating: UInt8(ascii: "b"), count: 2_000_000)
        let server = try TestServer { _ in Response(.ok, body: body) }

        let answer = try server.ask(FastCGIClient.request("/"))

        #expect(answer.output.suffix(body.count) == body[...])
        #expect(answer.isEnded)
    }

    @Test func `as many requests at once as there are threads`() throws {
        let (entered, go) = (try Posix.Semaphore(), try Posix.Semaphore())
        let server = try TestServer(workers: 2) { _ in
            entered.signal()
            go.wait()
            return Response(.ok)
        }
        let (one, two) = (try server.connect(), try server.connect())
        try one.send(FastCGIClient.request("/1"))
        try two.send(FastCGIClient.request("/2"))

        entered.wait()
        entered.wait()
        go.signal(2)

        #expect(try one.answer().isEnded)
        #expect(try two.answer().isEnded)
    }
}
