import HTTP
import Testing

@Suite struct RequestTests {
    @Test(
        arguments: [
            ("/api/core/backups", "/api/core/backups", "api/core/backups"),
            ("/api/core/backups/?page=2", "/api/core/backups", "api/core/backups"),
            ("/api/core/backups///", "/api/core/backups", "api/core/backups"),
            ("//api//core/", "//api//core", "api//core"), ("/api#x?y", "/api", "api"), ("/", "", "/"), ("", "", "/"),
            ("/api/%62ackups", "/api/backups", "api/%62ackups"), ("/a%2Fb", "/a/b", "a%2Fb"),
            ("/a%20b+c", "/a b+c", "a%20b+c"), ("/a%2", "/a%2", "a%2"), ("/a%zz", "/a%zz", "a%zz"),
            ("/%D9%A1", "/١", "%D9%A1"), ("/é", "/é", "é"), ("/a??b", "/a", "a"),
        ])
    func `has a decoded path and one to show`(target: String, path: String, shown: String) {
        let request = Request(method: "GET", target: target)

        #expect(request.path == path)
        #expect(request.shownPath == shown)
    }

    @Test(arguments: ["/%FF", "/a/%C3", "/%C3%28/b", "/%ED%A0%80"])
    func `has no path where it is not UTF-8`(target: String) {
        #expect(Request(method: "GET", target: target).path == nil)
    }

    @Test(
        arguments: [
            ("http", "shop.example:8443", "http://shop.example:8443/a"), ("https", "shop:443", "https://shop/a"),
            ("http", "shop:80", "http://shop/a"), ("http", "shop:443", "http://shop:443/a"),
            ("https", "SHOP.Example", "https://shop.example/a"), ("http", "[::1]:8080", "http://[::1]:8080/a"),
        ])
    func `builds links on the host as it was sent`(scheme: String, host: String, url: String) {
        let request = Request(method: "GET", target: "/a/?page=3", scheme: scheme, host: host)

        #expect(request.url == url)
    }

    @Test(
        arguments: [
            ("post", "/", nil, "POST"), ("POST", "/?_method=delete", nil, "DELETE"), ("POST", "/", "put", "PUT"),
            ("POST", "/?_method=delete", "patch", "PATCH"), ("GET", "/?_method=delete", "delete", "GET"),
            ("POST", "/?_method=", nil, "POST"), ("POST", "/", "de lete", "POST"),
            ("POST", "/?_method[]=x", nil, "POST"),
            ("POST", "/", "DELETE\r\n", "POST"), ("FOO", "/", nil, "FOO"),
        ] as [(String, String, String?, String)])
    func `a POST may name another method`(sent: String, target: String, override: String?, method: String) {
        var headers: HeaderFields = [:]
        headers["X-HTTP-Method-Override"] = override

        #expect(Request(method: sent, target: target, headers: headers).method == method)
    }
}
