import BackupCore
import Testing

@Suite struct AccessTokenTests {
    @Test(
        arguments: [
            ("Bearer 1|abc", 1, "abc"), ("bearer 1|abc", 1, "abc"), ("BEARER 1|abc", 1, "abc"),
            ("Basic eDp5, Bearer 1|abc", 1, "abc"), ("Bearer 1|a, Bearer 2|b", 2, "b"), ("xBearer 1|abc", 1, "abc"),
            ("Bearer 1|a,b", 1, "a"), ("Bearer 1|a|b", 1, "a|b"), ("Bearer 1| a", 1, " a"), ("Bearer 1|a b", 1, "a b"),
            ("Bearer 007|abc", 7, "abc"), ("Bearer 1|00", 1, "00"), ("Bearer 1|é", 1, "é"),
            ("Bearer 18446744073709551615|a", UInt64.max, "a"),
            ("Bearer abc", nil, "abc"), ("Bearer 12", nil, "12"), ("Bearer 1|Bearer x", nil, "x"),
            ("Bearer \u{301}1", nil, "\u{301}1"),
        ] as [(String, UInt64?, String)])
    func `is what follows the last scheme, up to a comma`(text: String, id: UInt64?, secret: String) throws {
        let token = try #require(AccessToken(authorization: text))

        #expect(token.id == id)
        #expect(token == AccessToken(authorization: "Bearer \(id.map { "\($0)|" } ?? "")\(secret)"))
    }

    @Test(
        arguments: [
            "", "Bearer", "Bearer ", "Bearer ,1|abc", "1|abc", "Token 1|abc", "Basic MXxhYmM=", "Bearer\t1|abc",
            "Bearer\u{0}1|abc", "Bearer:1|abc", "Bearer  1|abc", "Bearer \"1|abc\"", "Bearer |abc", "Bearer +1|abc",
            "Bearer -1|abc", "Bearer 1 |abc", "Bearer 0x1|abc", "Bearer 1e0|abc", "Bearer ١|abc", "Bearer a|abc",
            "Bearer 18446744073709551616|abc", "Bearer 1|", "Bearer 1|0", "Bearer 0", "Bearer |", "Bearer 1|,abc",
        ])
    func `is none where id or secret are no good`(text: String) {
        #expect(AccessToken(authorization: text) == nil)
    }

    @Test func `keeps the secret's SHA-256 and not the secret`() throws {
        let token = try #require(AccessToken(authorization: "Bearer 30|abc|def"))

        #expect(token.hash == "0def6826e591afbb7b4431daaa6f2a78c1e5af533cb94b6db1635efbf255cb16")
        #expect(!String(describing: token).contains("abc|def"))
    }

    @Test func `matches its own hash alone`() throws {
        let token = try #require(AccessToken(authorization: "Bearer 1|abc"))
        let hash = token.hash

        #expect(token.matches(hash))
        for other in ["", String(hash.dropLast()), hash + "0", hash.uppercased(), String(hash.reversed())] {
            #expect(!token.matches(other))
        }
    }

    @Test func `matches no hash that differs in one digit, wherever`() throws {
        let token = try #require(AccessToken(authorization: "Bearer 1|abc"))

        for index in token.hash.indices {
            var other = token.hash
            other.replaceSubrange(index...index, with: other[index] == "0" ? "1" : "0")
            #expect(!token.matches(other))
        }
    }
}
