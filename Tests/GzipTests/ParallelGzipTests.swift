import BackupCore
import Glibc
import Posix
import TestSupport
import Testing

@testable import Gzip

@Suite struct ParallelGzipTests {
    @Test func `says how long the text was, and its CRC-32`() throws {
        // The check value of CRC-32/ISO-HDLC (RFC 1952 §8).
        let text = Array("123456789".utf8)
        let sink = CollectingSink()
        var source: any ByteSource & ~Copyable = TextSource(text)

        let made = try ParallelGzip(level: .fixed(6), workers: 2, blockSize: 4).compress(&source, into: sink)

        #expect(made.sqlBytes == 9)
        #expect(made.crc32 == 0xCBF4_3926)
        let deflated = Int64(sink.bytes.count - GzipMember.header.count - 10)
        #expect(made.segments == [Segment(offset: 10, length: deflated, sqlBytes: 9, crc32: 0xCBF4_3926)])
        #expect(sink.bytes.suffix(8) == [0x26, 0x39, 0xF4, 0xCB, 9, 0, 0, 0])
    }

    @Test func `makes of no text the smallest member`() throws {
        let sink = CollectingSink()
        var source: any ByteSource & ~Copyable = TextSource([])

        let made = try ParallelGzip(level: .fixed(6), workers: 3).compress(&source, into: sink)

        #expect(made == CompressedText(sqlBytes: 0, crc32: 0, segments: []))
        #expect(sink.bytes == [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0])
    }

    @Test func `makes the same bytes whatever the number of workers`() throws {
        let text = Sample.dump(300_000)

        let files = try [1, 2, 3, 8].map { workers in
            let sink = CollectingSink()
            var source: any ByteSource & ~Copyable = TextSource(text)
            _ = try ParallelGzip(level: .fixed(6), workers: workers, blockSize: 10_000).compress(&source, into: sink)
            return sink.bytes
        }

        #expect(Set(files).count == 1)
    }

    @Test func `hands the level on to zlib`() throws {
        let text = Sample.dump(500_000)

        let sizes = try [1, 6, 9].map { level in
            let sink = CollectingSink()
            var source: any ByteSource & ~Copyable = TextSource(text)
            _ = try ParallelGzip(level: .fixed(Int32(level)), workers: 2).compress(&source, into: sink)
            return sink.bytes.count
        }

        #expect(sizes[0] > sizes[1])
        #expect(sizes[1] >= sizes[2])
    }

    @Test func `reads ahead of a sink that stands still, but only so far`() throws {
        let (workers, blockSize) = (2, 4096)
        let slots = ParallelGzip.slots(for: workers)
        let blocks = 60
        let sink = try GatedSink()
        let read = try Posix.Semaphore()
        let thread = try PosixThread(named: "reader") {
            var source: any ByteSource & ~Copyable = EndlessSource(count: blocks * blockSize) { read.signal() }
            // What comes of it is asserted by what arrived at the sink.
            _ = try? ParallelGzip(level: .fixed(1), workers: workers, blockSize: blockSize).compress(
                &source, into: sink)
        }

        sink.waitForWrite()
        for _ in 0..<slots { read.wait() }
        let isAheadOfItsSlots = read.isSignaled(within: .milliseconds(50))
        sink.open(times: blocks + 2)
        thread.join()

        #expect(!isAheadOfItsSlots, "a block was read with no slot free for it")
        #expect(sink.size > 20)
    }

    @Test func `begins at each cut a segment that can be inflated alone`() throws {
        let text = Sample.dump(200_000)
        let cuts = [1, 5_000, 5_001, 100_000, 199_999]
        let sink = CollectingSink()
        var source: any ByteSource & ~Copyable = TextSource(text, cuts: cuts)

        let made = try ParallelGzip(level: .fixed(6), workers: 3, blockSize: 4_096).compress(&source, into: sink)

        #expect(made.sqlBytes == 200_000)
        let ends = cuts + [text.count]
        #expect(made.segments.map(\.sqlBytes) == zip([0] + cuts, ends).map { Int64($1 - $0) })
        var (end, start) = (10, 0)
        for (segment, textEnd) in zip(made.segments, ends) {
            #expect(segment.offset == Int64(end))
            end += Int(segment.length)
            let alone = GzipMember.header + sink.bytes[Int(segment.offset)..<end] + [3, 0]
            let piece = try Inflated(alone)
            #expect(piece.text == Array(text[start..<textEnd]))
            #expect(piece.crc32 == segment.crc32)
            start = textEnd
        }
        #expect(end + 10 == sink.bytes.count)
    }

    @Test(arguments: [0, 300, 2000])
    func `comes to an end with a slow sink or a slow source`(microseconds: UInt32) throws {
        let blockSize = 2048
        var source: any ByteSource & ~Copyable = EndlessSource(count: 60 * blockSize) {
            if microseconds == 0 { usleep(1000) }
        }

        let made = try ParallelGzip(level: .fixed(1), workers: 3, blockSize: blockSize)
            .compress(&source, into: SlowSink(microseconds: microseconds))

        #expect(made.sqlBytes == Int64(60 * blockSize))
    }
}
