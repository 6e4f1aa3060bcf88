import BackupCore
import TestSupport

@testable import MySQL

/// A dump program whose text is given, cut and counted as a real one's.
struct TextDumper: Dumper {
    private let text: [UInt8]
    private let contents: DumpContents

    init(_ text: String) {
        self.text = Array(text.utf8)
        var structure = DumpStructure()
        var start = 0
        while start < self.text.count {
            start += self.text[start...].withUnsafeBytes { structure.read($0) }
        }
        contents = structure.finish()
    }

    func plan() throws(BackupError) -> DumpPlan {
        DumpPlan(description: FakeDumper.description, census: contents.census, dataBytes: Int64(text.count))
    }

    func dump(
        _: DumpPlan, under _: any HeldLock, reporting _: DumpProgress,
        _ body: (inout any ByteSource & ~Copyable) throws(BackupError) -> Void
    ) throws(BackupError) -> DumpContents {
        var source: any ByteSource & ~Copyable = Source(rest: text[...])
        try body(&source)
        return contents
    }

    private struct Source: ByteSource, ~Copyable {
        var rest: ArraySlice<UInt8>
        var structure = DumpStructure()

        init(rest: ArraySlice<UInt8>) { self.rest = rest }

        var isAtCut: Bool { structure.isAtCut }

        mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(BackupError) -> Int {
            let piece = rest.prefix(buffer.count)
            if piece.isEmpty { return 0 }
            let taken = piece.withUnsafeBytes { structure.read($0) }
            buffer.copyBytes(from: piece.prefix(taken))
            rest = rest.dropFirst(taken)
            return taken
        }
    }
}
