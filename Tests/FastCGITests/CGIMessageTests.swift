import HTTP
import TestSupport
import Testing

@testable import FastCGI

@Suite struct CGIMessageTests {
    @Test(
        arguments: [
            // The Host as sent, port included; without one, what the server calls itself.
            (["HTTP_HOST": "shop.example.test:8443"], "http://shop.example.test:8443/"),
            (
                ["HTTP_HOST": "shop.example.test:8443", "SERVER_NAME": "other", "SERVER_PORT": "80"],
                "http://shop.example.test:8443/"
            ),
            (["SERVER_NAME": "erp.example.test", "SERVER_PORT": "8080"], "http://erp.example.test:8080/"),
            (["SERVER_NAME": "erp.example.test"], "http://erp.example.test/"),
            ([:], "http://localhost/"),
            (["HTTP_HOST": "[::1]:8080"], "http://[::1]:8080/"),
            // HTTPS, however it is said.
            (["HTTP_HOST": "x", "HTTPS": "on"], "https://x/"), (["HTTP_HOST": "x", "HTTPS": "1"], "https://x/"),
            (["HTTP_HOST": "x", "HTTPS": "off"], "http://x/"), (["HTTP_HOST": "x", "HTTPS": "OFF"], "http://x/"),
            (["HTTP_HOST": "x", "HTTPS": ""], "http://x/"),
            (["HTTP_HOST": "x", "REQUEST_SCHEME": "https"], "https://x/"),
            (["HTTP_HOST": "x", "REQUEST_SCHEME": "http", "HTTPS": "on"], "https://x/"),
            // What a proxy's headers claim is not believed.
            (["HTTP_HOST": "x", "HTTP_X_FORWARDED_PROTO": "https", "HTTP_X_FORWARDED_HOST": "evil"], "http://x/"),
        ] as [([String: String], String)])
    func `takes scheme and host from the connection`(variables: [String: String], url: String) {
        let request = CGIMessage.request(from: variables.merging(["REQUEST_URI": "/"]) { old, _ in old })

        #expect("\(request.scheme)://\(request.host)/" == url)
    }

    @Test func `takes method, target, address and name of the request`() {
        let request = CGIMessage.request(from: [
            "REQUEST_METHOD": "delete", "REQUEST_URI": "/api/%62ackups/7?per_page=10&x=%20y", "REMOTE_ADDR": "::1",
            "REQUEST_ID": "7f3a", "QUERY_STRING": "per_page=99", "DOCUMENT_URI": "/index.php",
        ])

        #expect(request.method == "DELETE")
        #expect(request.rawPath == "/api/%62ackups/7")
        #expect(request.path == "/api/backups/7")
        #expect(request.query.text("per_page") == "10")
        #expect(request.query.text("x") == " y")
        #expect(request.clientAddress == "::1")
        #expect(request.id == "7f3a")
    }

    @Test func `no variables at all still make a request`() {
        let request = CGIMessage.request(from: [:])

        #expect(request.method == "")
        #expect(request.path == "")
        #expect(request.headers.fields.isEmpty)
    }

    @Test(arguments: [
        ("HTTP_AUTHORIZATION", "Authorization"), ("HTTP_X_HTTP_METHOD_OVERRIDE", "X-HTTP-Method-Override"),
        ("HTTP_IF_NONE_MATCH", "if-none-match"), ("HTTP_HOST", "Host"),
    ])
    func `a header has its name back`(variable: String, name: String) {
        #expect(CGIMessage.request(from: [variable: " Bearer 1|x "]).headers[name] == " Bearer 1|x ")
    }

    @Test func `variables that are no headers do not become any`() {
        let request = CGIMessage.request(from: ["AUTHORIZATION": "Bearer 1|x", "CONTENT_TYPE": "a", "http_host": "b"])

        #expect(request.headers.fields.isEmpty)
        #expect(request.host == "localhost")
    }

    @Test(arguments: [
        ("REQUEST_METHOD", "PUT", true), ("REQUEST_URI", "/x", true), ("REQUEST_SCHEME", "https", true),
        ("REQUEST_ID", "7f3b", true), ("HTTPS", "on", true), ("SERVER_NAME", "erp", true), ("SERVER_PORT", "81", true),
        ("REMOTE_ADDR", "::1", true), ("HTTP_ACCEPT", "*/*", true), ("HTTP_", "x", true),
        ("QUERY_STRING", "a=b", false), ("CONTENT_TYPE", "text/plain", false), ("CONTENT_LENGTH", "0", false),
        ("DOCUMENT_URI", "/x", false), ("DOCUMENT_ROOT", "/x", false), ("SCRIPT_NAME", "/x", false),
        ("SCRIPT_FILENAME", "/x", false), ("PATH_INFO", "/x", false), ("SERVER_PROTOCOL", "HTTP/1.1", false),
        ("SERVER_SOFTWARE", "nginx", false), ("SERVER_ADDR", "::1", false), ("REMOTE_PORT", "81", false),
        ("REMOTE_USER", "x", false), ("GATEWAY_INTERFACE", "CGI/1.1", false), ("REDIRECT_STATUS", "200", false),
    ])
    func `reads of what nginx sends just what makes a difference`(name: String, value: String, makesOne: Bool) {
        let usual = ["REQUEST_ID": "7f3a"]

        let requests = [usual, usual.merging([name: value]) { $1 }].map { variables in
            let request = CGIMessage.request(from: variables)
            let headers = request.headers.fields.map { "\($0.name): \($0.value)" }
            return [request.method, request.url, request.clientAddress, request.id] + headers
        }

        #expect((requests[0] != requests[1]) == makesOne)
        #expect(CGIMessage.reads(name) == makesOne)
    }

    @Test func `writes a status line and the headers in order`() {
        let response = Response(.created, headers: ["Content-Type": "application/json", "X-B": "1"], body: [0, 255])

        let head = String(decoding: CGIMessage.head(of: response), as: UTF8.self)

        #expect(head == "Status: 201 Created\r\nContent-Type: application/json\r\nX-B: 1\r\n\r\n")
    }

    @Test(arguments: [
        ("a\r\nSet-Cookie: x=1", "aSet-Cookie: x=1"), ("a\nb\rc", "abc"), ("a\u{0}b\u{7F}c\u{1B}", "abc"),
        ("tab\tstays", "tab\tstays"), ("\r\n\r\n<html>", "<html>"), ("ünï", "ünï"), ("", ""),
    ])
    func `a header's value cannot end its line`(value: String, written: String) {
        let bytes = CGIMessage.head(of: Response(.ok, headers: ["X-A": value]))

        #expect(String(decoding: bytes, as: UTF8.self) == "Status: 200 OK\r\nX-A: \(written)\r\n\r\n")
    }

    @Test func `bytes that are no UTF-8 stay what they are in a path, and make it none`() throws {
        let server = try TestServer { request in
            Response(.ok, body: Array("\(request.rawPath) \(request.path ?? "none")".utf8))
        }
        func ask(_ path: [UInt8]) throws -> String {
            let pairs =
                FastCGIClient.pair("REQUEST_METHOD", "GET") + [11, UInt8(path.count)] + Array("REQUEST_URI".utf8) + path
            let records = FastCGIClient.stream(.parameters, pairs) + FastCGIClient.stream(.input, [])
            return try server.ask(FastCGIClient.begin() + records).body
        }

        #expect(try ask(Array("/x/".utf8) + [0xFF, 0xC3]) == "/x/%ff%c3 none")
        #expect(try ask(Array("/x/%FF".utf8)) == "/x/%FF none")
        #expect(try ask(Array("/x/ü".utf8)) == "/x/ü /x/ü")
        #expect(try ask(Array("/x/%C3%BC".utf8)) == "/x/%C3%BC /x/ü")
    }

    @Test func `of a variable that comes twice the first counts`() throws {
        let server = try TestServer()

        let answer = try server.ask(FastCGIClient.request("/first", [("REQUEST_URI", "/second")]))

        #expect(answer.body == "GET /first")
    }
}
