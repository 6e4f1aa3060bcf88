import Testing

@testable import HTTP

@Suite struct RequestIDTests {
    @Test(arguments: ["7f3a", "0123456789abcdef0123456789abcdef", "a-B_9.z:1", String(repeating: "x", count: 64)])
    func `a plain word is taken as it comes`(id: String) {
        #expect(RequestID.checked(id) == id)
    }

    @Test(arguments: [
        nil, "", "two words", "a\nlevel=error", "a=b", "\"", "é", "a\u{0}", String(repeating: "x", count: 65),
    ])
    func `anything else is replaced`(id: String?) {
        let made = RequestID.checked(id)

        #expect(made.utf8.count == 32)
        #expect(made.allSatisfy { $0.isHexDigit && !$0.isUppercase })
        #expect(RequestID.checked(id) != made, "two requests have two names")
    }
}
