import HTTP
import Testing

@Suite struct QueryTests {
    @Test(
        arguments: [
            ("", nil), ("a=1", "1"), ("a", ""), ("a=", ""), ("a=1&a=2", "2"), ("a=1&a", ""), ("&&a=1&", "1"),
            ("A=1", nil), ("b=1;a=2", nil), ("a=b=c", "b=c"), ("a=+1+", " 1 "), ("a=%2B1", "+1"), ("%61=1", "1"),
            ("a=%zz%4", "%zz%4"), ("a=%D9%A1", "١"), (" a=1", "1"), ("+a=1", "1"), ("a=1&a[]=2", nil), ("a[=1", nil),
            ("a[]=2&a=1", "1"), ("a=%FF", nil), ("?a=1", nil), ("=1&a=2", "2"), ("[a]=1&a=2", "2"),
            ("a=\u{301}1", "\u{301}1"), ("b=2&\u{301}a=1&a=3", "3"),
        ] as [(String, String?)])
    func `is read as PHP reads it`(query: String, text: String?) {
        #expect(Query(query).text("a") == text)
    }

    @Test func `tells an array, bytes that are no text, and nothing apart`() {
        let query = Query("list[]=1&list[k]=2&bytes=%FFx&bad[=1&a.b=3&c d=4")

        #expect(query["list"] == .array)
        #expect(query["bytes"] == .text([0xFF, UInt8(ascii: "x")]))
        #expect(query["none"] == nil)
        #expect(query.text("bad_") == "1")
        #expect(query.text("a_b") == "3")
        #expect(query.text("c_d") == "4")
    }
}

@Suite struct PercentEncodingTests {
    @Test func `decodes what it encoded, whatever the text`() {
        let all = String(String.UnicodeScalarView((1...0x24F).compactMap { UnicodeScalar($0) })) + "٠😀\r\n\0"

        #expect(String(decoding: PercentEncoding.decode(PercentEncoding.encode(all)), as: UTF8.self) == all)
    }

    @Test(
        arguments: [
            ("backup_2026-02-23_143000.sql.gz", "backup_2026-02-23_143000.sql.gz"),
            ("a b?#/%\\\"", "a%20b%3F%23%2F%25%5C%22"),
            ("é\r\n", "%C3%A9%0D%0A"), ("~", "~"),
        ])
    func `leaves only unreserved bytes as they are`(text: String, encoded: String) {
        #expect(PercentEncoding.encode(text) == encoded)
    }
}
