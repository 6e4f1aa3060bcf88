import Gzip
import Posix
import Synchronization
import TestSupport

@testable import BackupCore
@testable import MySQL

/// A backup of a small dump, made by the real parts, in memory.
struct SampleBackup {
    static let name = StoredName.sample("backup_2026-02-23_143000.sql.gz")

    let file: [UInt8]
    let manifest: BackupManifest

    init(of text: [UInt8]) throws {
        let sink = CollectingSink()
        let measured = MeasuredSink(sink)
        var source: any ByteSource & ~Copyable = CutText(text)
        let made = try ParallelGzip(level: 6, workers: 2).compress(&source, into: measured)
        let scan = MySQLDumpScanner().scan()
        try scan.write(bytes: text)
        let contents = scan.contents()
        let plan = DumpPlan(description: FakeDumper.description, census: contents.census, dataBytes: 1 << 20)
        let dump = try ProvedDump(plan: plan, text: made, contents: contents)
        file = sink.bytes
        manifest = BackupManifest(of: dump, named: Self.name, file: measured.finish(), at: .sample, by: 1)
    }

    /// A storage that holds this backup, with another file or manifest in place of its own.
    static func storage(holding file: [UInt8], _ manifest: BackupManifest?) -> (storage: InMemoryStorage, row: Backup) {
        let storage = InMemoryStorage()
        storage.contents.files[name] = file
        storage.contents.manifests[name] = manifest
        var row = Backup.sample(id: 1, file: name)
        row.sizeInBytes = Int64(file.count)
        return (storage, row)
    }
}

/// Keeps all it is given.
final class CollectingSink: ByteSink {
    private let state = Mutex<[UInt8]>([])

    var bytes: [UInt8] { state.withLock { $0 } }

    func write(_ bytes: RawSpan) throws(BackupError) {
        let piece = bytes.withUnsafeBytes { Array($0) }
        state.withLock { $0 += piece }
    }
}

/// A dump's text, cut where a dump is.
private struct CutText: ByteSource {
    private var rest: ArraySlice<UInt8>
    private var structure = DumpStructure()

    init(_ text: [UInt8]) { rest = text[...] }

    var isAtCut: Bool { structure.isAtCut }

    mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(BackupError) -> Int {
        let taken = rest.prefix(buffer.count).withUnsafeBytes { structure.read($0) }
        buffer.copyBytes(from: rest.prefix(taken))
        rest = rest.dropFirst(taken)
        return taken
    }
}
