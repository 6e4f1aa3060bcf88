import FoundationEssentials
import TestSupport
import Testing

extension EndToEnd {
    @Suite struct ContractTests {
        /// Headers that are part of the contract; others may come as they like.
        private static let compared = [
            "content-type", "allow", "location", "content-disposition", "cache-control", "vary", "www-authenticate",
            "content-range", "access-control-allow-origin", "access-control-allow-methods",
            "access-control-allow-headers", "access-control-max-age", "access-control-allow-credentials",
            "access-control-expose-headers",
        ]
        /// The address at which the answers were recorded.
        private static let recordedAddress = "127.0.0.1:8801"

        @Test func `there are cases of every kind`() throws {
            let kinds = Set(try ContractCase.all().map { $0.name.prefix { $0 != "_" } })

            #expect(kinds.isSuperset(of: ["auth", "perm", "list", "create", "download", "delete", "method", "cors"]))
        }

        @Test(arguments: try ContractCase.all())
        func `answers as recorded`(_ recorded: ContractCase) throws {
            let site = try Site.shared()
            try site.restore()
            if recorded.disturbs { site.disturb() }
            try prepare(site, for: recorded)

            let answer = try send(recorded.request, to: site)

            #expect(answer.status == recorded.response.status)
            compareHeaders(of: answer, with: recorded, at: site)
            try compareBody(of: answer, with: recorded, at: site)
            for effect in recorded.effects ?? [] {
                #expect(try site.stack.sql(effect.sql) == effect.rows, "\(effect.sql)")
            }
            if let files = recorded.filesAfter {
                #expect(try site.files().map(withoutTime).sorted() == files.map(withoutTime).sorted())
            }
        }

        private func prepare(_ site: Site, for recorded: ContractCase) throws {
            if let setup = recorded.setupSql { try site.stack.sql(setup.map { $0 + ";\n" }.joined()) }
            for (name, content) in recorded.setupFilesBase64 ?? [:] {
                let path = "\(site.stack.storage)/\(name)"
                try #require(Data(base64Encoded: content)).write(to: URL(filePath: path))
                try Fixture.date(path)
            }
            for step in recorded.stepsBefore ?? [] {
                if let sql = step.sql { try site.stack.sql(sql) }
                if let method = step.method, let path = step.path {
                    let authorization = try step.auth.map { [try site.authorization($0)] } ?? []
                    _ = try site.stack.web.call(method, path, [("Accept", "application/json")] + authorization)
                }
            }
        }

        /// Sends the request with just the headers that were recorded, and those that HTTP cannot do without.
        private func send(_ request: ContractCase.Recorded, to site: Site) throws -> Answer {
            var headers = try request.headers.map { ($0[0], try withTokens($0[1], of: site)) }
            let repeated = request.bodyRepeat.map { String(repeating: $0.byte, count: $0.count) }
            let body = request.body ?? repeated
            if let body, !headers.contains(where: { $0.0.lowercased() == "content-length" }) {
                headers.append(("Content-Length", "\(body.utf8.count)"))
            }
            let path = try withTokens(request.path, of: site).here(site)
            return try site.stack.web.call(request.method, path, headers, body: Array((body ?? "").utf8))
        }

        /// Fills in `{{owner}}`, `{{owner.id}}` and `{{owner.secret}}`.
        private func withTokens(_ text: String, of site: Site) throws -> String {
            guard text.contains("{{") else { return text }
            return site.tokens.reduce(text) { text, entry in
                text.replacing("{{\(entry.key)}}", with: entry.value.plain)
                    .replacing("{{\(entry.key).id}}", with: "\(entry.value.id)")
                    .replacing("{{\(entry.key).secret}}", with: entry.value.secret)
            }
        }

        private func compareHeaders(of answer: Answer, with recorded: ContractCase, at site: Site) {
            for name in Self.compared {
                let wanted = recorded.response.headers.filter { $0[0].lowercased() == name }.map { $0[1].here(site) }
                let isEmpty = answer.body.isEmpty && (recorded.response.body ?? "").isEmpty
                // PHP names a type for OPTIONS even where there is nothing of it.
                if name == "content-type", isEmpty, recorded.request.method == "OPTIONS" { continue }
                #expect(answer.values(of: name) == wanted, "\(name)")
            }
        }

        private func compareBody(of answer: Answer, with recorded: ContractCase, at site: Site) throws {
            if let wanted = recorded.response.bodyBase64 {
                #expect(Data(answer.body) == Data(base64Encoded: wanted))
                return
            }
            let wanted = (recorded.response.body ?? "").here(site)
            guard !wanted.isEmpty else {
                #expect(answer.text == "")
                return
            }
            let (got, want) = (try JSONValue(parsing: answer.body), try JSONValue(parsing: Array(wanted.utf8)))
            let paths = (recorded.volatile ?? []).map { $0.parts(separatedBy: ".") }
            #expect(
                paths.reduce(got) { $0.forgetting($1[...]) } == paths.reduce(want) { $0.forgetting($1[...]) },
                "\(answer.text)")
        }

        /// A file name whose time is of no account, when it is not one of the fixture's.
        private func withoutTime(_ name: String) -> String {
            name.hasPrefix("backup_2026-01") ? name : name.replacing(#/\d{4}-\d\d-\d\d_\d{6}/#, with: "NOW")
        }
    }
}

extension String {
    /// A recorded text as it reads at this site's address.
    fileprivate func here(_ site: Site) -> String { replacing("127.0.0.1:8801", with: site.stack.web.address) }
}
