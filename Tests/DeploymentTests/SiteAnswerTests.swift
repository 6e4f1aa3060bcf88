import Testing

@testable import Deployment

@Suite struct SiteAnswerTests {
    @Test func `the answer behind redirects counts`() throws {
        let text =
            "HTTP/1.1 301 Moved\r\nLocation: https://x/\r\n\r\nHTTP/2 206\r\nContent-Type: application/gzip\r\nX-A:b\r\n\r\nHT"

        let answer = try #require(SiteAnswer(Array(text.utf8)))

        #expect(answer.status == 206)
        #expect(answer["content-type"] == "application/gzip")
        #expect(answer["X-A"] == "b")
        #expect(answer["Location"] == nil)
        #expect(answer.body == Array("HT".utf8))
        #expect(!answer.isJSON)
    }

    @Test(arguments: ["", "HTTP/1.1 200 OK\r\n", "HTTP/1.1\r\n\r\n", "HTTP/1.1 x\r\n\r\n", "hello\r\n\r\n"])
    func `what is no answer is none`(text: String) {
        #expect(SiteAnswer(Array(text.utf8)) == nil)
    }

    @Test(arguments: [
        (Int64(0), "0 bytes"), (999, "999 bytes"), (1000, "1.0 kB"), (205_512_345, "205.5 MB"),
        (Int64.max, "9.2 EB"), (1_000_000, "1.0 MB"), (999_999, "999.9 kB"),
    ])
    func `bytes are told for a reader`(bytes: Int64, text: String) {
        #expect(bytes.readableBytes == text)
    }

    @Test(arguments: [
        (0, "0 s"), (59, "59 s"), (3600, "1 h"), (3661, "1 h 1 min"), (93_600, "1 d 2 h"), (86_401, "1 d"),
    ])
    func `times are told for a reader`(seconds: Int, text: String) {
        #expect(seconds.readableSeconds == text)
    }
}
