package import BackupCore

/// Makes one gzip member of segments of another, whose deflate data are copied as they are.
package struct GzipJoiner: MemberJoiner {
    package init() {}

    package func join(_ segments: [Segment], of file: any StoredFile, into sink: any ByteSink) throws(BackupError) {
        let trailer = GzipMember(of: segments).trailer
        let header = GzipMember.header
        try sink.write(header.span.bytes)
        var buffer = [UInt8](repeating: 0, count: 256 * 1024)
        for segment in segments {
            var offset = segment.offset
            while offset < segment.offset + segment.length {
                let wanted = Int(min(Int64(buffer.count), segment.offset + segment.length - offset))
                let count = try buffer.withUnsafeMutableBufferPointer { buffer throws(BackupError) in
                    try file.read(
                        at: offset,
                        into: UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[..<wanted]))
                }
                guard count == wanted else { throw .storageFailed(reason: "the file ends at byte \(offset)") }
                try sink.write(buffer.span.extracting(first: count).bytes)
                offset += Int64(count)
            }
        }
        try sink.write(trailer.span.bytes)
    }
}
