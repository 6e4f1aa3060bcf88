package import BackupCore

/// Files that have the frame of a gzip file and in it the text as it is: what reads backups is tested without zlib.
package struct FramedText: Compressor, Decompressor {
    private static let header: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3]
    private static let trailerSize = 10

    package init() {}

    package func compress(
        _ source: inout any ByteSource & ~Copyable, into sink: any ByteSink
    ) throws(BackupError) -> CompressedText {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 1)
        defer { buffer.deallocate() }
        var file = Self.header
        var segments: [Segment] = []
        var start = file.count
        while true {
            if source.isAtCut, file.count > start {
                segments.append(Self.segment(start..<file.count))
                start = file.count
            }
            let count = try source.read(into: buffer)
            if count == 0 { break }
            file += buffer[..<count]
        }
        if file.count > start { segments.append(Self.segment(start..<file.count)) }
        let size = file.count - Self.header.count
        file += [3, 0, 0, 0, 0, 0] + (0..<4).map { UInt8(truncatingIfNeeded: size >> ($0 * 8)) }
        try sink.write(file.span.bytes)
        return CompressedText(sqlBytes: Int64(size), crc32: 0, segments: segments)
    }

    private static func segment(_ range: Range<Int>) -> Segment {
        Segment(offset: Int64(range.lowerBound), length: Int64(range.count), sqlBytes: Int64(range.count), crc32: 0)
    }

    package func decompress(
        _ file: any StoredFile, named name: StoredName, into sink: any ByteSink
    ) throws(BackupError) -> Int64 {
        let size = file.size - Int64(Self.header.count + Self.trailerSize)
        guard size >= 0 else { throw .damaged(file: "\(name)", reason: "it is cut off") }
        try pass(Int64(Self.header.count), size, of: file, into: sink)
        return size
    }

    package func decompress(
        _ segments: [Segment], of file: any StoredFile, named name: StoredName,
        into sink: @escaping @Sendable (Int) -> any ByteSink, meanwhile body: () throws(BackupError) -> Void
    ) throws(BackupError) {
        for (number, segment) in segments.enumerated() {
            try pass(segment.offset, segment.length, of: file, into: sink(number))
        }
        try body()
    }

    /// Without sums of its own; the size is the trailer's.
    package func decompress(
        _ text: CompressedText, of file: any StoredFile, named name: StoredName,
        into sink: @escaping @Sendable (Int) -> any ByteSink, meanwhile body: () throws(BackupError) -> Void
    ) throws(BackupError) {
        guard text.sqlBytes == file.size - Int64(Self.header.count + Self.trailerSize) else {
            throw .damaged(file: "\(name)", reason: "its size is not what was written")
        }
        try decompress(text.segments, of: file, named: name, into: sink, meanwhile: body)
    }

    private func pass(
        _ offset: Int64, _ size: Int64, of file: any StoredFile, into sink: any ByteSink
    ) throws(BackupError) {
        var buffer = [UInt8](repeating: 0, count: 1 << 18)
        var position = offset
        while position < offset + size {
            let wanted = Int(min(Int64(buffer.count), offset + size - position))
            let count = try buffer.withUnsafeMutableBufferPointer { buffer throws(BackupError) in
                try file.read(
                    at: position,
                    into: UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[..<wanted]))
            }
            guard count > 0 else { break }
            try sink.write(buffer.span.extracting(first: count).bytes)
            position += Int64(count)
        }
    }
}
