import BackupCore
import CZlib
import Posix
import Synchronization

/// One slot of the ring: a block of text on its way to being a block of deflate data.
///
/// The buffers are made once and used again; the reader, one worker and the writer have the slot one after the other,
/// so the lock around its contents is never waited for. It is there for the compiler to check the sharing.
final class Block: Sendable {
    struct Contents {
        /// The end of the text before this block, then the text itself.
        var input: [UInt8]
        /// How much of the window before the text holds anything.
        var dictionarySize = 0
        /// Whether the block refers to nothing before it.
        var beginsSegment = false
        var textSize = 0
        var output: [UInt8]
        var outputSize = 0
        var crc32: UInt32 = 0
    }

    let contents: Mutex<Contents>
    /// Signaled once the block is deflated.
    let done: Semaphore

    init(size: Int) throws(SystemError) {
        done = try Semaphore()
        contents = Mutex(
            Contents(
                input: [UInt8](repeating: 0, count: DeflateStream.windowSize + size),
                output: [UInt8](repeating: 0, count: DeflateStream.bound(of: size))))
    }

    /// Fills the block from `source`, with the end of `previous` before it as dictionary; without any, a segment
    /// begins.
    ///
    /// - Returns: how many bytes came; fewer than the block holds only before a cut and at the end.
    func fill(
        from source: inout any ByteSource & ~Copyable, after previous: inout [UInt8]
    ) throws(BackupError) -> Int {
        try contents.withLock { contents throws(BackupError) in
            let window = DeflateStream.windowSize
            contents.dictionarySize = previous.count
            contents.beginsSegment = previous.isEmpty
            contents.input.replaceSubrange((window - previous.count)..<window, with: previous)
            let size = try contents.input.withUnsafeMutableBufferPointer { buffer throws(BackupError) in
                try source.read(
                    into: UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[window...]))
            }
            contents.textSize = size
            let end = window + size
            previous.replaceSubrange(0..., with: contents.input[max(end - window, window - previous.count)..<end])
            return size
        }
    }

    func deflate(with deflater: any BlockDeflater) throws(BackupError) {
        try contents.withLock { contents throws(BackupError) in
            let (dictionarySize, textSize) = (contents.dictionarySize, contents.textSize)
            contents.outputSize = try Self.deflate(
                &contents.input, dictionarySize: dictionarySize, textSize: textSize, into: &contents.output,
                with: deflater)
            contents.crc32 = contents.input.withUnsafeMutableBufferPointer {
                UInt32(truncatingIfNeeded: crc32_z(0, $0.baseAddress.map { $0 + DeflateStream.windowSize }, textSize))
            }
        }
    }

    private static func deflate(
        _ input: inout [UInt8], dictionarySize: Int, textSize: Int, into output: inout [UInt8],
        with deflater: any BlockDeflater
    ) throws(BackupError) -> Int {
        try input.withUnsafeMutableBufferPointer { input throws(BackupError) in
            try output.withUnsafeMutableBufferPointer { output throws(BackupError) in
                let window = DeflateStream.windowSize
                return try deflater.deflate(
                    .init(rebasing: input[window..<(window + textSize)]),
                    after: .init(rebasing: input[(window - dictionarySize)..<window]), into: output)
            }
        }
    }

    /// Counts the block into `member` and writes what it was deflated to.
    func write(to sink: any ByteSink, in member: inout GzipMember) throws(BackupError) {
        try contents.withLock { contents throws(BackupError) in
            if contents.beginsSegment { member.beginSegment() }
            member.append(crc32: contents.crc32, size: contents.textSize, deflatedSize: contents.outputSize)
            try sink.write(contents.output.span.extracting(first: contents.outputSize).bytes)
        }
    }
}
