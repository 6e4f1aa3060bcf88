import HTTP
import Posix
import Synchronization
import TestSupport
import Testing

@testable import FastCGI

/// Who is served before whom.
@Suite struct TurnTests {
    @Test func `who comes to the door stands before the kept ones that speak later`() throws {
        let (entered, go) = (try Posix.Semaphore(), try Posix.Semaphore())
        let served = Mutex<[String]>([])
        let server = try TestServer(workers: 1) { request in
            served.withLock { $0.append(request.rawPath) }
            entered.signal()
            go.wait()
            return TestServer.echo(request)
        }
        let kept = try server.connect()
        go.signal()
        try kept.send(FastCGIClient.request("/kept/1", keeping: true))
        #expect(try kept.answer().isEnded)
        entered.wait()

        try kept.send(FastCGIClient.request("/kept/2", keeping: true))
        entered.wait()
        let others = try (1...3).map { _ in try server.connect() }
        for (number, other) in others.enumerated() { try other.send(FastCGIClient.request("/other/\(number)")) }
        go.signal()
        #expect(try kept.answer().isEnded)
        entered.wait()
        try kept.send(FastCGIClient.request("/kept/3"))
        go.signal(4)

        for other in others { #expect(try other.answer().isEnded) }
        #expect(try kept.answer().isEnded)
        let order = ["/kept/1", "/kept/2", "/other/0", "/other/1", "/other/2", "/kept/3"]
        #expect(served.withLock { $0 } == order)
    }
}
