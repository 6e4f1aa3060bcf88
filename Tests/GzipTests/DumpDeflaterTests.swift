import BackupCore
import CZlib
import TestSupport
import Testing

@testable import Gzip

@Suite struct DumpDeflaterTests {
    private static let size = 256 * 1024

    private func size(of text: [UInt8], with deflater: any BlockDeflater) throws -> Int {
        let block = try Block(size: text.count)
        var source: any ByteSource & ~Copyable = TextSource(text)
        var previous: [UInt8] = []
        _ = try block.fill(from: &source, after: &previous)
        try block.deflate(with: deflater)
        return block.contents.withLock { $0.outputSize }
    }

    /// Rows of a table of pictures, each as many bytes as `picture` gives, in hexadecimal digits.
    private func rows(of picture: (inout SeededGenerator) -> [UInt8]) -> [UInt8] {
        var generator = SeededGenerator(seed: 7)
        var text: [UInt8] = []
        while text.count < Self.size {
            let digits = picture(&generator).map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true) }
            text += "(\(text.count),'scan\(text.count).jpg','image/jpeg',0x\(digits.joined())),".utf8
        }
        return Array(text.prefix(Self.size))
    }

    private func noise(_ count: Int, _ generator: inout SeededGenerator) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
    }

    @Test(arguments: Int32(1)...9)
    func `matches are not looked for among the digits of noise`(level: Int32) throws {
        let text = rows { noise(1024, &$0) }

        let size = try size(of: text, with: try DumpDeflater(level: level))

        #expect(size == (try self.size(of: text, with: try DeflateStream(level: 1, strategy: Z_HUFFMAN_ONLY))))
        #expect(Double(size) <= Double(try self.size(of: text, with: try DeflateStream(level: level))) * 1.035)
    }

    @Test func `digits of what can be compressed are, and so is text among noise`() throws {
        let texts = [
            rows { _ in Array(Sample.dump(1024)) },
            rows { noise(1024, &$0) }.prefix(200_000) + Sample.dump(Self.size - 200_000),
            rows { noise(8, &$0) }, Sample.dump(Self.size), Sample.noise(Self.size),
        ].map { Array($0) }

        for text in texts {
            let sizes = (
                try size(of: text, with: try DumpDeflater(level: 6)),
                try size(of: text, with: try DeflateStream(level: 6))
            )
            #expect(sizes.0 == sizes.1)
        }
    }
}
