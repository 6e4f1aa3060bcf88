import BackupCore
import CZlib
import Posix

/// One run of deflate data on its way from a file into a sink, in pieces.
struct Inflation: ~Copyable {
    private static let pieceSize = 256 * 1024

    private let format: InflateStream.Format
    private let file: any StoredFile
    private let name: StoredName
    private let cancellation: Cancellation
    private var stream: InflateStream
    private var input = [UInt8](repeating: 0, count: pieceSize)
    private var output = [UInt8](repeating: 0, count: 2 * pieceSize)
    private(set) var textSize: Int64 = 0
    private(set) var crc32: UInt32 = 0
    /// Whether what was read can be followed by other blocks.
    private(set) var isBetweenBlocks = true

    init(
        _ format: InflateStream.Format, of file: any StoredFile, named name: StoredName, cancellation: Cancellation
    ) throws(BackupError) {
        guard let stream = InflateStream(format) else { throw .storageFailed(reason: "zlib has no memory to inflate") }
        self.stream = stream
        self.format = format
        self.file = file
        self.name = name
        self.cancellation = cancellation
    }

    /// Inflates what stands in a range of bytes, and does not look beyond it.
    ///
    /// - Returns: whether the range ends with the end of the deflate data, or of a whole gzip member.
    mutating func run(_ range: Range<Int64>, into sink: any ByteSink) throws(BackupError) -> Bool {
        var (offset, isAtEnd) = (range.lowerBound, false)
        while offset < range.upperBound {
            if cancellation.isCancelled { throw .interrupted }
            let wanted = Int(min(Int64(Self.pieceSize), range.upperBound - offset))
            let count = try input.withUnsafeMutableBufferPointer { buffer throws(BackupError) in
                try file.read(
                    at: offset,
                    into: UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[..<wanted]))
            }
            guard count == wanted else { throw damage("it ends at byte \(offset + Int64(count))") }
            var used = 0
            // zlib may hold back text that did not fit, so a piece is done once the output was not filled.
            var isDrained = false
            while used < count || !isDrained {
                if isAtEnd {
                    guard format == .gzip else { throw damage("its data end before byte \(offset + Int64(used))") }
                    stream.reset()
                }
                guard let step = step(from: used, to: count) else {
                    throw damage("its data cannot be inflated near byte \(offset + Int64(used))")
                }
                try sink.write(output.span.extracting(first: step.produced).bytes)
                note(step.produced)
                used += step.consumed
                (isAtEnd, isBetweenBlocks) = (step.isAtEnd, step.isBetweenBlocks)
                isDrained = step.produced < output.count || isAtEnd
            }
            offset += Int64(count)
        }
        return isAtEnd
    }

    private mutating func step(from start: Int, to end: Int) -> InflateStream.Step? {
        input.withUnsafeMutableBufferPointer { input in
            output.withUnsafeMutableBufferPointer { output in
                stream.inflate(UnsafeMutableBufferPointer(rebasing: input[start..<end]), into: output)
            }
        }
    }

    private mutating func note(_ count: Int) {
        textSize += Int64(count)
        crc32 = output.withUnsafeBufferPointer {
            UInt32(truncatingIfNeeded: crc32_z(uLong(crc32), $0.baseAddress, count))
        }
    }

    func damage(_ reason: String) -> BackupError { .damaged(file: "\(name)", reason: reason) }
}
