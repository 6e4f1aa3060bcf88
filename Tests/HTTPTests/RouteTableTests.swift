import HTTP
import Testing

@Suite struct RouteTableTests {
    private struct Named: Route {
        let method: String
        let path: String
    }

    private let table = RouteTable([
        Named(method: "GET", path: "/a"), Named(method: "POST", path: "/a"), Named(method: "DELETE", path: "/a/{id}"),
        Named(method: "GET", path: "/a/{id}/b/{name}"),
    ])

    @Test(
        arguments: [
            ("GET", "/a", "GET /a"), ("HEAD", "/a", "GET /a"), ("POST", "/a", "POST /a"),
            ("DELETE", "/a/1", "DELETE /a/{id} id=1"), ("DELETE", "/a/{id}", "DELETE /a/{id} id={id}"),
            ("GET", "/a/x y/b/z", "GET /a/{id}/b/{name} id=x y name=z"),
            ("HEAD", "/a/1\u{301}/b/2", "GET /a/{id}/b/{name} id=1\u{301} name=2"),
            ("PUT", "/a", "GET, HEAD, POST"), ("put", "/a", "GET, HEAD, POST"), ("get", "/a", "GET, HEAD, POST"),
            ("HEAD", "/a/1", "DELETE"), ("POST", "/a/1/b/2", "GET, HEAD"), ("OPTIONS", "/a", "GET, HEAD, POST"),
            ("GET", "", "none"), ("GET", "a", "none"), ("GET", "/", "none"), ("GET", "/A", "none"),
            ("GET", "/a/", "none"),
            ("GET", "//a", "none"), ("DELETE", "/a//", "none"), ("GET", "/a/1/b", "none"), ("GET", "/a/1/b/", "none"),
            ("GET", "/a/1/c/2", "none"), ("GET", "/a/1/b/2/3", "none"),
            ("GET", "/a/\u{301}1/b/2", "GET /a/{id}/b/{name} id=\u{301}1 name=2"),
        ])
    func `is looked up by path first and by method second`(method: String, path: String, outcome: String) {
        let text =
            switch table.match(method, path) {
            case .noSuchPath: "none"
            case .wrongMethod(let supported): supported.joined(separator: ", ")
            case .found(let route, let parameters):
                "\(route.method) \(route.path)"
                    + (route.path.contains("id") ? " id=\(parameters["id"])" : "")
                    + (route.path.contains("name") ? " name=\(parameters["name"])" : "")
            }

        #expect(text.unicodeScalars.elementsEqual(outcome.unicodeScalars))
    }
}

@Suite struct HeaderFieldsTests {
    @Test func `names compare without regard to case, and a new value replaces all old ones`() {
        var fields: HeaderFields = ["Allow": "GET", "X": "1", "allow": "POST"]
        #expect(fields["ALLOW"] == "GET")

        fields["aLLow"] = "PUT"
        #expect(fields == ["X": "1", "aLLow": "PUT"])

        fields["x"] = nil
        #expect(fields["X"] == nil)
        #expect(fields.fields.count == 1)
    }
}

@Suite struct StatusTests {
    @Test(arguments: [
        (Status.ok, "OK"), (.unprocessableContent, "Unprocessable Content"),
        (.insufficientStorage, "Insufficient Storage"),
    ])
    func `has the registered reason`(status: Status, reason: String) {
        #expect(status.reason == reason)
    }
}
