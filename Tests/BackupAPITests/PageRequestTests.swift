import BackupCore
import HTTP
import Testing

@testable import BackupAPI

@Suite struct PageRequestTests {
    private static let integer = Parameter.Rule.integer
    private static let least = Parameter.Rule.atLeast(1)
    private static let greatest = Parameter.Rule.atMost(100)

    @Test(
        arguments: [
            ("", 25), ("per_page=", 25), ("per_page", 25), ("per_page=%20", 25), ("per_page=%09%0A", 25),
            ("per_page=%E2%80%8B", 25), ("PER_PAGE=2", 25), ("?per_page=2", 25), ("foo=bar", 25),
            ("per_page=1", 1), ("per_page=100", 100), ("per_page=+10+", 10), ("per_page=10%0A", 10),
            ("per_page=%C2%A010%EF%BB%BF", 10), ("per_page=%2B10", 10), ("per_page=2&per_page=3", 3),
            ("per_page=0&per_page=3", 3), ("per_page[]=5&per_page=7", 7), ("per%5Fpage=4", 4), ("per.page=6", 6),
        ])
    func `per_page is 25 or a number up to 100`(query: String, perPage: Int) throws {
        #expect(try PageRequest(Query(query)) == PageRequest(Query("per_page=\(perPage)")))
        #expect(try PageRequest(Query(query)).perPage == perPage)
    }

    @Test(
        arguments: [
            ("0", [least]), ("-1", [least]), ("-0", [least]), ("101", [greatest]), ("9223372036854775807", [greatest]),
            ("10.0", [integer]), ("1.5", [integer]), ("1e1", [integer]), ("0x10", [integer]), ("010", [integer]),
            ("abc", [integer]), ("null", [integer]), ("true", [integer]), ("%FF", [integer]), ("2;page=2", [integer]),
            ("1%200", [integer]), ("%D9%A1", [integer]), ("10,5", [integer]), ("--1", [integer]), ("%2B", [integer]),
            ("99999999999999999999", [integer, greatest]), ("-99999999999999999999", [integer, least]),
            ("0.5", [integer, least]), ("100.5", [integer, greatest]), ("1e3", [integer, greatest]),
            ("-1.5", [integer, least]), (".5", [integer, least]), ("101.", [integer, greatest]),
            (String(repeating: "a", count: 100), [integer]), (String(repeating: "a", count: 101), [integer, greatest]),
            (String(repeating: "%C3%A9", count: 101), [integer, greatest]), ("00", [integer, least]),
        ])
    func `another per_page breaks the rules that Laravel names`(value: String, rules: [Parameter.Rule]) {
        #expect(throws: BackupError.invalid(.perPage, breaking: rules)) {
            try PageRequest(Query("per_page=" + value))
        }
    }

    @Test func `a list of per_page is no integer`() {
        #expect(throws: BackupError.invalid(.perPage, breaking: [Self.integer])) {
            try PageRequest(Query("per_page[]=5"))
        }
    }

    @Test(
        arguments: [
            ("", 1), ("page=", 1), ("page=0", 1), ("page=-1", 1), ("page=abc", 1), ("page=1.5", 1), ("page=2.0", 1),
            ("page=02", 1), ("page=99999999999999999999", 1), ("page[]=2", 1), ("page=%FF", 1), ("page=1e1", 1),
            ("page=2", 2), ("page=+2+", 2), ("page=%2B3", 3), ("page=999", 999), ("page=2&page=4", 4),
            ("page=9223372036854775807", Int.max),
        ])
    func `a bad page is the first`(query: String, page: Int) throws {
        #expect(try PageRequest(Query(query)).page == page)
    }

    @Test func `no page is so far that it cannot be counted`() throws {
        #expect(try PageRequest(Query("")).offset == 0)
        #expect(try PageRequest(Query("per_page=10&page=3")).offset == 20)
        #expect(try PageRequest(Query("per_page=100&page=9223372036854775807")).offset == Int.max)
    }
}
