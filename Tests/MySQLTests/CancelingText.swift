import BackupCore
import Posix
import TestSupport

/// Passes a text on and then says that it shall stop.
struct CancelingText: Decompressor {
    private let bytes: Int64
    private let cancellation: Cancellation

    init(after bytes: Int64, _ cancellation: Cancellation) {
        self.bytes = bytes
        self.cancellation = cancellation
    }

    func decompress(_ file: any StoredFile, named name: StoredName, into sink: any ByteSink) throws(BackupError)
        -> Int64
    {
        let text = CollectingSink()
        let size = try FramedText().decompress(file, named: name, into: text)
        let all = text.bytes
        for start in stride(from: 0, to: all.count, by: 10_000) {
            if start >= bytes { cancellation.cancel() }
            try sink.write(Array(all[start..<min(all.count, start + 10_000)]).span.bytes)
        }
        cancellation.cancel()
        return size
    }

    func decompress(
        _ text: CompressedText, of file: any StoredFile, named name: StoredName,
        into sink: @escaping @Sendable (Int) -> any ByteSink, meanwhile body: () throws(BackupError) -> Void
    ) throws(BackupError) {
        try FramedText().decompress(text, of: file, named: name, into: sink, meanwhile: body)
    }

    func decompress(
        _ segments: [Segment], of file: any StoredFile, named name: StoredName,
        into sink: @escaping @Sendable (Int) -> any ByteSink, meanwhile body: () throws(BackupError) -> Void
    ) throws(BackupError) {
        try FramedText().decompress(segments, of: file, named: name, into: sink, meanwhile: body)
    }
}
