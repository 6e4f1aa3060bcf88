import BackupCore
import TestSupport
import Testing

@testable import Gzip

/// Every way to deflate a block makes pieces of one and the same member.
@Suite struct RungTests {
    private static let blockSize = 50_000

    /// Deflates `text` with the rungs in turn, block by block, each with the end of the block before as dictionary.
    private func member(of text: [UInt8], by rungs: [Rung]) throws -> [UInt8] {
        var source: any ByteSource & ~Copyable = TextSource(text)
        let block = try Block(size: Self.blockSize)
        let sink = CollectingSink()
        var (deflater, member, previous) = (Deflater(), GzipMember(), [UInt8]())
        let header = GzipMember.header
        try sink.write(header.span.bytes)
        var number = 0
        while try block.fill(from: &source, after: &previous) > 0 {
            try block.deflate(with: deflater.deflater(for: rungs[number % rungs.count]))
            try block.write(to: sink, in: &member)
            number += 1
        }
        let trailer = member.trailer
        try sink.write(trailer.span.bytes)
        return sink.bytes
    }

    @Test(arguments: Array(Rung.ladder.indices))
    func `a rung's member inflates to the text, whatever the text`(index: Int) throws {
        let size = 3 * Self.blockSize + 17
        for text in [Sample.dump(size), Sample.noise(size), [UInt8](repeating: 0, count: size), [7]] {
            let inflated = try Inflated(try member(of: text, by: [Rung.ladder[index]]))

            #expect(inflated.text == text)
        }
    }

    @Test func `rungs in any order make one member`() throws {
        let text = Sample.dump(20 * Self.blockSize)
        let order = (0..<20).map { Rung.ladder[($0 * 5 + 3) % Rung.ladder.count] }

        let inflated = try Inflated(try member(of: text, by: order))

        #expect(inflated.text == text)
    }

    @Test func `each rung is smaller than the one below`() throws {
        let text = Sample.dump(1_000_000)

        let sizes = try Rung.ladder.map { try member(of: text, by: [$0]).count }

        #expect(zip(sizes, sizes.dropFirst()).allSatisfy { $0 >= $1 }, "\(sizes)")
        #expect(sizes[0] > sizes[sizes.count - 1])
    }
}
