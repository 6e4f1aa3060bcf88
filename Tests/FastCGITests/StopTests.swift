import Glibc
import HTTP
import Posix
import TestSupport
import Testing

@testable import FastCGI

@Suite struct StopTests {
    @Test func `a request in progress is answered, and nobody else is let in`() throws {
        let (entered, go) = (try Posix.Semaphore(), try Posix.Semaphore())
        let server = try TestServer(workers: 2) { _ in
            entered.signal()
            go.wait()
            return Response(.created, body: Array("done".utf8))
        }
        let client = try server.connect()
        try client.send(FastCGIClient.request("/long", method: "POST"))
        entered.wait()

        server.stop()

        let refusal = #expect(throws: SystemError.self) { _ = try server.connect() }
        #expect(refusal?.code == ENOENT)
        #expect(!client.hasAnswer(within: .milliseconds(50)))
        go.signal()
        let answer = try client.answer()
        #expect(answer.text == "Status: 201 Created\r\n\r\ndone")
        #expect(answer.isEnded)
        server.finish()
        #expect(server.count == 1)
    }

    @Test func `silent and kept connections are closed, and the socket goes`() throws {
        let server = try TestServer(workers: 2)
        let (silent, kept) = (try server.connect(), try server.connect())
        try kept.send(FastCGIClient.request("/", keeping: true))
        #expect(try kept.answer().isEnded)
        let start = ContinuousClock.now

        server.finish()

        #expect(ContinuousClock.now - start < .seconds(5))
        #expect(try silent.answer() == .nothing)
        #expect(try kept.answer() == .nothing)
    }

    @Test func `no descriptor is left, whoever came`() async {
        await #expect(processExitsWith: .success) {
            func serve() throws {
                let server = try TestServer(workers: 3)
                let (silent, kept) = (try server.connect(), try server.connect())
                try kept.send(FastCGIClient.request("/", keeping: true))
                _ = try kept.answer()
                let request = FastCGIClient.request("/")
                for length in [0, 5, 20, 60, 1000] { try server.annoy(Array(request.prefix(length))) }
                _ = try server.ask(FastCGIClient.request("/"))
                server.finish()
                _ = try silent.answer()
            }
            try serve()
            let before = try FileDescriptor(folder: "/proc/self/fd").names()

            for _ in 1...3 { try serve() }

            #expect(try FileDescriptor(folder: "/proc/self/fd").names() == before)
        }
    }

    @Test func `serves over TCP on the loopback address`() throws {
        let listener = try ListenSocket(at: .loopback(host: "127.0.0.1", port: 0))
        var address = sockaddr_in()
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = getsockname(listener.descriptor, $0, &size)
            }
        }
        let server = try Server(on: listener, workers: 1, responder: Fixed())
        let thread = try PosixThread(named: "test-server") { try? server.run() }
        defer {
            server.stop()
            thread.join()
        }

        let client = try FastCGIClient(port: UInt16(bigEndian: address.sin_port))
        try client.send(FastCGIClient.request("/tcp"))

        #expect(try client.answer().body == "over TCP")
    }
}

private struct Fixed: Responder {
    func respond(to request: Request) -> Response { Response(.ok, body: Array("over TCP".utf8)) }
}
