import Glibc
import HTTP
import Posix
import Synchronization
import TestSupport

@testable import FastCGI

/// A worker on a socket of a test's own, stopped at the end of its scope.
final class TestServer: Sendable {
    let path: String
    private let folder: ScratchFolder
    private let server: Server
    private let thread: PosixThread
    private let isStopped = Mutex(false)
    private let application: Application

    /// Counts what it is asked, and answers as told.
    private final class Application: Responder {
        let count = Atomic(0)
        let answer: @Sendable (Request) -> Response

        init(_ answer: @escaping @Sendable (Request) -> Response) { self.answer = answer }

        func respond(to request: Request) -> Response {
            count.add(1, ordering: .sequentiallyConsistent)
            return answer(request)
        }
    }

    /// libfcgi makes itself ready once, and is not made for two doing it at once.
    private static let clientIsReady: Void = {
        let listener = Result { () throws(FastCGIError) in
            try Server(
                on: ListenSocket(at: .loopback(host: "127.0.0.1", port: 0)), workers: 1,
                responder: Application(TestServer.echo))
        }
        precondition((try? listener.get()) != nil, "a port is free")
    }()

    init(workers: Int = 2, answer: @escaping @Sendable (Request) -> Response = TestServer.echo) throws {
        Self.clientIsReady
        folder = try ScratchFolder()
        path = folder.path(of: "worker.sock")
        let application = Application(answer)
        let server = try Server(
            on: ListenSocket(at: .unix(path: path, mode: 0o600, group: nil)), workers: workers, responder: application)
        self.server = server
        self.application = application
        thread = try PosixThread(named: "test-server") {
            // A server that cannot start answers nothing, which its test will notice.
            try? server.run()
        }
    }

    deinit { finish() }

    /// How many requests the application was asked.
    var count: Int { application.count.load(ordering: .sequentiallyConsistent) }

    /// What its threads are at.
    var activity: Activity.State { server.activity.now }

    func connect() throws(SystemError) -> FastCGIClient { try FastCGIClient(unix: path) }

    /// Sends some bytes on a connection of their own and reads what comes.
    func ask(_ bytes: [UInt8]) throws -> FastCGIClient.Answer {
        let client = try connect()
        try client.send(bytes)
        return try client.answer()
    }

    /// Sends some bytes that need no answer, and closes.
    func annoy(_ bytes: [UInt8]) throws {
        let client = try connect()
        // The worker may close before it has read everything.
        try? client.send(bytes)
    }

    /// Lets no more in.
    func stop() { server.stop() }

    /// Stops, and waits until all is answered.
    func finish() {
        let isFirst = isStopped.withLock { isStopped in
            defer { isStopped = true }
            return !isStopped
        }
        guard isFirst else { return }
        server.stop()
        thread.join()
    }

    /// Tells what was asked.
    static let echo: @Sendable (Request) -> Response = { request in
        Response(.ok, headers: ["X-Path": request.rawPath], body: Array("\(request.method) \(request.rawPath)".utf8))
    }
}
