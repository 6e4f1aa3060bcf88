import Testing

@testable import Deployment

@Suite struct NginxDumpTests {
    /// As nginx -T prints it, with a file in another's place.
    private static func dump(_ site: String, _ included: String) -> String {
        """
        nginx: the configuration file /etc/nginx/nginx.conf syntax is ok
        # configuration file /etc/nginx/nginx.conf:
        events {}
        http {
            gzip on;  # "not; a {directive}
            include sites/*.conf;
        }

        # configuration file /etc/nginx/sites/erp.conf:
        \(site)

        # configuration file /etc/nginx/backupd.conf:
        \(included)

        """
    }

    @Test func `puts files in the place of the lines that include them`() throws {
        let text = Self.dump(
            "server { listen 80; include backupd.conf; }",
            "set $place unix:/run/b.sock;\nlocation ^~ /api { fastcgi_pass $place; }")

        let locations = NginxLocation.all(in: try #require(NginxDump(text)).directives)

        let location = try #require(locations.first)
        #expect(locations.count == 1)
        #expect(location.path == "/api")
        #expect(location.value(of: "fastcgi_pass") == ["unix:/run/b.sock"])
        #expect(location.value(of: "gzip") == ["on"], "what holds around it")
        #expect(location.value(of: "alias") == nil)
        #expect(location.holds("fastcgi_pass") && !location.holds("gzip"))
    }

    @Test func `the innermost word holds`() throws {
        let text = Self.dump("server { gzip_types a b; location /x { gzip off; location /x/y { } } }", "")

        let locations = NginxLocation.all(in: try #require(NginxDump(text)).directives)

        #expect(locations.map(\.path) == ["/x", "/x/y"])
        #expect(locations.map { $0.value(of: "gzip") } == [["off"], ["off"]])
        #expect(locations.map { $0.value(of: "gzip_types") } == [["a", "b"], ["a", "b"]])
    }

    @Test func `reads words as nginx does`() {
        let directives = NginxDirective.parse(
            #"return 400 '{"a":"b; c"}'; log_format x "a\"b"; if ($h = "") { set $h ${host}x; } # } end"#)

        #expect(
            directives == [
                NginxDirective(name: "return", arguments: ["400", #"{"a":"b; c"}"#], block: nil),
                NginxDirective(name: "log_format", arguments: ["x", #"a"b"#], block: nil),
                NginxDirective(
                    name: "if", arguments: ["($h", "=", "", ")"],
                    block: [NginxDirective(name: "set", arguments: ["$h", "${host}x"], block: nil)]),
            ])
    }

    @Test(arguments: ["", "}", "{", "a { b", "a \"b", "server { include nginx.conf; }", "\\", "${"])
    func `gets through what is broken`(text: String) {
        _ = NginxDirective.parse(text)
        let dump = NginxDump("# configuration file /nginx.conf:\n\(text)")

        #expect(dump != nil)
        #expect(NginxDump(text) == nil, "no file is named")
    }

    @Test(arguments: [
        ("60", 60), ("60s", 60), ("24h", 86400), ("1h30m", 5400), ("1h 30m", 5400), ("500ms", 0.5), ("1d", 86400),
    ])
    func `reads times`(text: String, seconds: Double) {
        #expect(NginxCheck.seconds(text) == seconds)
    }

    @Test(arguments: ["", "h", "1x", "$time"])
    func `does not take everything for a time`(text: String) {
        #expect(NginxCheck.seconds(text) == nil)
    }
}
