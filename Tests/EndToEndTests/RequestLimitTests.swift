import TestSupport
import Testing

extension EndToEnd {
    /// The limit on requests in the shipped nginx files.
    @Suite struct RequestLimitTests {
        private let site: Site
        private let behindProxy = "set_real_ip_from 127.0.0.1; real_ip_header X-Real-IP;"

        init() throws { site = try Site.shared() }

        /// Tries so many wrong tokens at once from an address, and counts the answers by status.
        private func guess(_ count: Int, from address: (Int) -> String, through web: WebClient) throws -> [Int: Int] {
            var statuses: [Int: Int] = [:]
            for number in 1...count {
                let answer = try web.call(
                    "GET", "/api/core/backups",
                    [("Authorization", "Bearer \(number)|wrong"), ("X-Real-IP", address(number))])
                statuses[answer.status, default: 0] += 1
            }
            return statuses
        }

        @Test func `who tries tokens is soon refused, with an answer of the API's kind, and nobody else is`() throws {
            let vhost = try Vhost("limited", of: site, settings: behindProxy)

            let statuses = try guess(400, from: { _ in "192.0.2.1" }, through: vhost.web)

            // A hundred at once, and ten for each second that it took.
            #expect(statuses[401, default: 0] >= 100)
            #expect(statuses[429, default: 0] >= 100)
            #expect(statuses.count == 2)
            let refused = try vhost.web.call("POST", "/api/core/backups", [("X-Real-IP", "192.0.2.1")])
            #expect(refused.status == 429)
            #expect(refused.text == #"{"message":"Too Many Attempts."}"#)
            #expect(refused.values(of: "Content-Type") == ["application/json"])
            #expect(refused.values(of: "Access-Control-Allow-Origin") == ["*"])
            #expect(refused["Retry-After"] == "10")
            let other = try site.call("GET", "", [("X-Real-IP", "192.0.2.2")], through: vhost.web)
            #expect(other.status == 200)
        }

        @Test func `an IPv6 caller has a net of addresses, and counts as one`() throws {
            let vhost = try Vhost("limited-net", of: site, settings: behindProxy)

            let one = try guess(400, from: { "2001:db8::\(String($0, radix: 16)):1" }, through: vhost.web)
            let many = try guess(300, from: { "2001:db8:0:\(String($0, radix: 16))::1" }, through: vhost.web)

            #expect(one[429, default: 0] >= 100)
            #expect(many == [401: 300])
        }

        @Test func `an IPv4 caller on a socket for both families counts by itself, and as the same on any`() throws {
            let vhost = try Vhost("limited-both", of: site, settings: behindProxy)

            let many = try guess(300, from: { "::ffff:198.51.100.\($0 % 250)" }, through: vhost.web)
            let one = try guess(
                400, from: { $0.isMultiple(of: 2) ? "192.0.2.3" : "::ffff:192.0.2.3" }, through: vhost.web)

            #expect(many == [401: 300])
            #expect(one[429, default: 0] >= 100)
        }

        @Test func `this machine itself is not counted`() throws {
            let vhost = try Vhost("unlimited", of: site)

            #expect(try guess(300, from: { _ in "192.0.2.1" }, through: vhost.web) == [401: 300])
        }
    }
}
