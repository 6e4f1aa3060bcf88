import Testing

@testable import FastCGI

@Suite struct ResponseRecordsTests {
    @Test func `an answer ends with an empty record and the end of the request`() {
        let bytes = ResponseRecords.bytes(of: [Array("ab".utf8), Array("c".utf8)], to: 0x0102)

        #expect(
            bytes == [1, 6, 1, 2, 0, 2, 0, 0, 97, 98] + [1, 6, 1, 2, 0, 1, 0, 0, 99] + [1, 6, 1, 2, 0, 0, 0, 0]
                + [1, 3, 1, 2, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])
    }

    @Test(arguments: [
        (0, []), (1, [1]), (65535, [65535]), (65536, [65535, 1]), (200_000, [65535, 65535, 65535, 3395]),
    ])
    func `a text too long for one record goes on in the next`(length: Int, records: [Int]) {
        let text = (0..<length).map { UInt8(truncatingIfNeeded: $0) }

        var rest = ResponseRecords.bytes(of: [[], text], to: 1)[...]
        var (lengths, content): ([Int], [UInt8]) = ([], [])
        while rest.count >= 8, rest[rest.startIndex + 1] == 6 {
            let length = Int(rest[rest.startIndex + 4]) << 8 | Int(rest[rest.startIndex + 5])
            lengths.append(length)
            content += rest.dropFirst(8).prefix(length)
            rest = rest.dropFirst(8 + length)
        }

        #expect(lengths == records + [0])
        #expect(content == text)
        #expect(rest.count == 16)
    }
}
