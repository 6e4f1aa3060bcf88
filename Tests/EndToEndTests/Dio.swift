import Glibc
import TestSupport

/// dio 5 as far as it matters to a server: what it sends, and what it makes of an answer.
///
/// It keeps its connection unless an answer says that it ends.
final class Dio {
    private static let base = "/api/core/backups"
    private let web: WebClient
    private let headers: [(String, String)]
    private var connection: KeptConnection
    private var generator: Fuzz

    /// `headers` go with every request, as those of `BaseOptions` do.
    init(_ web: WebClient, _ headers: [(String, String)], order: Int = 0) throws {
        self.web = web
        self.headers = headers
        connection = try web.kept()
        generator = Fuzz(seed: 5, number: order)
    }

    /// - Throws: ``DioException`` where the status is not 2xx.
    func send(_ call: DioCall) throws -> DioResponse {
        var call = call
        call.headers = headers + call.headers
        let bytes = call.bytes(below: Self.base, at: web.address, order: &generator)
        let response = try DioResponse(try connection.call(bytes, isHead: call.method == "HEAD"))
        try check(response)
        if try response.value("connection") == "close" { connection = try web.kept() }
        guard 200..<300 ~= response.status else { throw DioException(response: response) }
        return response
    }

    func send(_ method: String, _ path: String = "", _ headers: [(String, String)] = []) throws -> DioResponse {
        try send(DioCall(method, path, headers))
    }

    /// What is refused, as the app sees it; nil where it is not.
    func refusal(_ method: String, _ path: String = "", _ headers: [(String, String)] = []) throws -> DioException? {
        do {
            _ = try send(method, path, headers)
            return nil
        } catch let exception as DioException {
            return exception
        }
    }

    /// Saves the answer with `FileAccessMode.append`, which asks neither for 206 nor for `Content-Range`.
    @discardableResult func download(_ call: DioCall, to path: String) throws -> DioResponse {
        let response = try send(call)
        // Both are read by dio, to tell the progress.
        let length = try response.value("content-length").flatMap { Int($0) }
        if try response.value("content-encoding") == nil, length != response.stream.count {
            throw Unexpected("content-length is \(length ?? -1), not \(response.stream.count)")
        }
        let there = access(path, F_OK) == 0 ? try Files.bytes(at: path) : []
        try Files.write(there + response.stream, to: path)
        return response
    }

    /// What holds of every answer: an app may ask for any header by `value`, and reads `data` of errors too.
    private func check(_ response: DioResponse) throws {
        for name in response.headers.keys { _ = try response.value(name) }
        if response.status >= 400, try response.data["message"].text == nil {
            throw Unexpected("a \(response.status) without a message: \(try response.data)")
        }
    }
}
