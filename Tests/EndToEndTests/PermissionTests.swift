import BackupCore
import TestSupport
import Testing

extension Principal: CustomTestStringConvertible {
    var testDescription: String { name }
}

extension EndToEnd {
    @Suite struct PermissionTests {
        @Test func `every token of the fixture stands in the table`() throws {
            let site = try Site.shared()

            #expect(Set(site.tokens.keys).isSubset(of: Principal.all.map(\.name)))
        }

        @Test(arguments: Principal.all)
        func `every method on every route takes its own right`(_ principal: Principal) throws {
            let site = try Site.shared()
            for route in Route.all {
                for method in Route.allMethods {
                    try site.restore()

                    let answer = try send(method, route.path, as: principal, to: site)

                    let wanted = expected(method, route, principal)
                    let call = "\(method) \(route.path) as \(principal.name)"
                    #expect(answer.status == wanted, "\(call)")
                    #expect(answer["Access-Control-Allow-Origin"] == "*", "\(call)")
                    checkAllow(answer, of: route, call)
                    if wanted < 300, method == "POST" || method == "DELETE" { site.disturb() }
                }
            }
            // What was refused has changed nothing.
            if principal.rights?.isEmpty ?? true { #expect(try site.ids() == ["1", "2", "3", "4", "5"]) }
        }

        @Test func `a right that is taken away counts at once`() throws {
            let site = try Site.restored()
            let tokens = [try site.authorization("viewonly")]
            #expect(try site.stack.web.call("GET", "/api/core/backups", tokens).status == 200)

            try site.stack.sql("DELETE FROM model_has_permissions WHERE model_id = 16")

            #expect(try site.stack.web.call("GET", "/api/core/backups", tokens).status == 403)
        }

        /// The order of checks of the API, written down a second time.
        private func expected(_ method: String, _ route: Route, _ principal: Principal) -> Int {
            if route.methods.isEmpty { return 404 }
            if method == "OPTIONS" { return 200 }
            guard let known = route.methods.first(where: { $0.name == method }) else { return 405 }
            guard let rights = principal.rights else { return 401 }
            return rights.contains(known.right) ? known.success : 403
        }

        private func checkAllow(_ answer: Answer, of route: Route, _ call: String) {
            switch answer.status {
            case 405:
                #expect(answer["Allow"] == route.allow.joined(separator: ", "), "\(call)")
            case 200 where answer["Allow"] != nil:
                #expect(answer["Allow"] == route.allow.joined(separator: ","), "\(call)")
                #expect(answer.body.isEmpty, "\(call)")
            default:
                #expect(answer["Allow"] == nil, "\(call)")
            }
        }

        private func send(_ method: String, _ path: String, as principal: Principal, to site: Site) throws -> Answer {
            let header = principal.header.map { header in
                site.tokens.reduce(header) { text, entry in
                    text.replacing("{{\(entry.key)}}", with: entry.value.plain)
                        .replacing("{{\(entry.key).secret}}", with: entry.value.secret)
                }
            }
            return try site.stack.web.call(method, path, header.map { [("Authorization", $0)] } ?? [])
        }
    }
}
