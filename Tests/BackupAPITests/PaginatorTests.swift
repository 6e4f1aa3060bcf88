import BackupCore
import HTTP
import TestSupport
import Testing

@testable import BackupAPI

@Suite struct PaginatorTests {
    /// The labels around the current page, which stands in brackets.
    private func labels(page: Int, of last: Int) throws -> String {
        let paginator = try paginator("per_page=1&page=\(page)", total: last)
        guard case .array(let links) = paginator.json["meta"]?["links"] else { return "" }
        return links.dropFirst().dropLast().map { link in
            guard case .text(let label) = link["label"] else { return "?" }
            return link["active"] == true ? "[\(label)]" : label
        }.joined(separator: " ")
    }

    private func paginator(_ query: String, total: Int) throws -> Paginator {
        let request = try PageRequest(Query(query))
        let count = max(min(request.perPage, total - request.offset), 0)
        let backups = (0..<count).map { Backup.sample(id: UInt64($0 + 1)) }
        return Paginator(request: request, page: BackupPage(backups: backups, total: total), url: "http://shop/a")
    }

    @Test(
        arguments: [
            (1, 1, "[1]"), (2, 3, "1 [2] 3"), (5, 3, "1 2 3"), (1, 13, "[1] 2 3 4 5 6 7 8 9 10 11 12 13"),
            (1, 14, "[1] 2 3 4 5 6 7 8 9 10 ... 13 14"), (7, 14, "1 2 3 4 5 6 [7] 8 9 10 ... 13 14"),
            (8, 14, "1 2 ... 5 6 7 [8] 9 10 11 12 13 14"), (14, 14, "1 2 ... 5 6 7 8 9 10 11 12 13 [14]"),
            (7, 15, "1 2 3 4 5 6 [7] 8 9 10 ... 14 15"), (8, 15, "1 2 ... 5 6 7 [8] 9 10 11 ... 14 15"),
            (9, 15, "1 2 ... 6 7 8 [9] 10 11 12 13 14 15"), (30, 60, "1 2 ... 27 28 29 [30] 31 32 33 ... 59 60"),
            (53, 60, "1 2 ... 50 51 52 [53] 54 55 56 ... 59 60"), (54, 60, "1 2 ... 51 52 53 [54] 55 56 57 58 59 60"),
            (61, 60, "1 2 ... 51 52 53 54 55 56 57 58 59 60"),
        ])
    func `shows the pages around the current one and at both ends`(page: Int, last: Int, shown: String) throws {
        #expect(try labels(page: page, of: last) == shown)
    }

    @Test(
        arguments: [
            ("", 0, #"{"current_page":1,"from":null,"last_page":1,"per_page":25,"to":null,"total":0}"#),
            ("", 25, #"{"current_page":1,"from":1,"last_page":1,"per_page":25,"to":25,"total":25}"#),
            ("page=2", 26, #"{"current_page":2,"from":26,"last_page":2,"per_page":25,"to":26,"total":26}"#),
            ("per_page=10&page=2", 60, #"{"current_page":2,"from":11,"last_page":6,"per_page":10,"to":20,"total":60}"#),
            ("page=999", 60, #"{"current_page":999,"from":null,"last_page":3,"per_page":25,"to":null,"total":60}"#),
        ])
    func `counts items from one, and none where the page is empty`(query: String, total: Int, meta: String) throws {
        guard case .object(let members) = try paginator(query, total: total).json["meta"] else {
            Issue.record("meta is no object")
            return
        }

        let counts = JSON.object(members.filter { !["links", "path"].contains($0.name) })
        #expect(String(decoding: counts.encoded, as: UTF8.self) == meta)
    }

    @Test(
        arguments: [
            ("", 60, [1, 3, nil, 2]), ("page=2", 60, [1, 3, 1, 3]), ("page=3", 60, [1, 3, 2, nil]),
            ("page=5", 60, [1, 3, 4, nil]), ("", 0, [1, 1, nil, nil]),
        ] as [(String, Int, [Int?])])
    func `links to first, last, previous and next`(query: String, total: Int, pages: [Int?]) throws {
        let json = try paginator(query, total: total).json

        let links = ["first", "last", "prev", "next"].map { json["links"]?[$0] }
        #expect(links == pages.map { $0.map { .text("http://shop/a?page=\($0)") } ?? .null })
    }

    @Test func `a gap has no page and no link, the arrows have both or neither`() throws {
        guard case .array(let links) = try paginator("per_page=1", total: 20).json["meta"]?["links"] else {
            Issue.record("links are no array")
            return
        }

        let written = links.map { String(decoding: $0.encoded, as: UTF8.self) }
        #expect(written.first == #"{"url":null,"label":"&laquo; Previous","page":null,"active":false}"#)
        #expect(written[1] == #"{"url":"http:\/\/shop\/a?page=1","label":"1","page":1,"active":true}"#)
        #expect(written[11] == #"{"url":null,"label":"...","active":false}"#)
        #expect(written.last == #"{"url":"http:\/\/shop\/a?page=2","label":"Next &raquo;","page":2,"active":false}"#)
    }

    @Test func `is Laravel's envelope`() throws {
        let json = try paginator("", total: 1).json

        #expect(json["meta"]?["path"] == "http://shop/a")
        #expect(String(decoding: json.encoded, as: UTF8.self).hasPrefix("{\"data\":[{\"id\":1,"))
    }
}

extension JSON {
    fileprivate subscript(name: String) -> JSON? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }
}
