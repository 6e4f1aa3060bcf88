import HTTP
import Posix
import TestSupport
import Testing

@testable import FastCGI

@Suite struct ActivityTests {
    @Test func `tells how many threads there are, how many are busy, and when one came round`() throws {
        let (entered, go) = (try Posix.Semaphore(), try Posix.Semaphore())
        let server = try TestServer(workers: 2) { _ in
            entered.signal()
            go.wait()
            return Response(.ok)
        }
        try eventually("both threads have begun") { server.activity.threads == 2 }
        #expect(server.activity.busy == 0)
        let before = server.activity.lastRound
        let client = try server.connect()

        try client.send(FastCGIClient.request("/"))
        entered.wait()

        #expect(server.activity.busy == 1)
        #expect(server.activity.lastRound > before)
        go.signal()
        _ = try client.answer()
        try eventually("nobody is busy") { server.activity.busy == 0 }
        server.finish()
        #expect(server.activity.threads == 0)
    }

    @Test func `a peer that leaves in the middle leaves nobody busy`() throws {
        let server = try TestServer(workers: 1)
        let request = FastCGIClient.request("/", method: "POST")

        for length in [1, 8, 20, request.count / 2, request.count - 1] {
            try server.annoy(Array(request.prefix(length)))
        }
        _ = try server.ask(FastCGIClient.request("/"))

        try eventually("nobody is busy") { server.activity.busy == 0 }
        #expect(server.activity.threads == 1)
    }
}
