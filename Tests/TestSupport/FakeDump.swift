package import BackupCore
import Synchronization

/// A dump program that writes what it is told to, in pieces.
package struct FakeDumper: Dumper {
    package static let description = DumpDescription(
        database: "erp", serverVersion: "10.11.19-MariaDB", clientVersion: "mysqldump 10.19", options: ["--routines"])

    package static let plan = DumpPlan(description: description, census: census, dataBytes: 1 << 20)
    package static let contents = {
        var contents = DumpContents()
        contents.census = census
        contents.namesCharacterSet = true
        contents.hasTrailer = true
        return contents
    }()
    private static let census = {
        var census = Census()
        census.insert(ObjectName("t"), as: .tables)
        return census
    }()

    private let pieces: [[UInt8]]
    private let found: DumpContents
    private let disturbance: Disturbance
    private let whenDone: @Sendable () -> Void

    package init(
        _ pieces: [[UInt8]], found: DumpContents = contents, disturbance: Disturbance = Disturbance(),
        whenDone: @escaping @Sendable () -> Void = {}
    ) {
        self.pieces = pieces
        self.found = found
        self.disturbance = disturbance
        self.whenDone = whenDone
    }

    package func plan() throws(BackupError) -> DumpPlan {
        try step("could not be planned")
        return Self.plan
    }

    package func dump(
        _ plan: DumpPlan, under lock: any HeldLock, reporting progress: DumpProgress,
        _ body: (inout any ByteSource & ~Copyable) throws(BackupError) -> Void
    ) throws(BackupError) -> DumpContents {
        try step("did not start")
        var source: any ByteSource & ~Copyable = Pieces(rest: pieces[...], of: self)
        try body(&source)
        try step("ended badly")
        whenDone()
        return found
    }

    private func step(_ what: String) throws(BackupError) {
        try disturbance.call(failure: .dumpFailed(reason: "the dump \(what)")) {}
    }

    private struct Pieces: ByteSource, ~Copyable {
        var rest: ArraySlice<[UInt8]>
        let dumper: FakeDumper
        let isAtCut = false

        init(rest: ArraySlice<[UInt8]>, of dumper: FakeDumper) {
            self.rest = rest
            self.dumper = dumper
        }

        mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(BackupError) -> Int {
            try dumper.step("broke off")
            guard let piece = rest.popFirst() else { return 0 }
            buffer.copyBytes(from: piece)
            return piece.count
        }
    }
}

/// Makes a text no smaller.
package struct PlainCompressor: Compressor {
    package init() {}

    package func compress(
        _ source: inout any ByteSource & ~Copyable, into sink: any ByteSink
    ) throws(BackupError) -> CompressedText {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 4096, alignment: 1)
        defer { buffer.deallocate() }
        var total = 0
        while true {
            let count = try source.read(into: buffer)
            if count == 0 { break }
            try sink.write(Array(buffer[..<count]).span.bytes)
            total += count
        }
        let segment = Segment(offset: 0, length: Int64(total), sqlBytes: Int64(total), crc32: 0)
        return CompressedText(sqlBytes: Int64(total), crc32: 0, segments: [segment])
    }
}

/// A lock within this process, for which nobody waits.
package final class FakeLock: BackupLock {
    /// Which work it is held for.
    private let work = Mutex<LockedWork?>(nil)
    /// How often it was held.
    private let sessions = Mutex(UInt64(0))
    private let disturbance: Disturbance

    package init(disturbance: Disturbance = Disturbance()) { self.disturbance = disturbance }

    package func hold<Result>(
        for work: LockedWork, _ body: (any HeldLock) throws(BackupError) -> Result
    ) throws(BackupError) -> Result {
        try disturbance.call(failure: .databaseUnavailable(reason: "disturbed")) {}
        let isMine = self.work.withLock { held in
            defer { if held == nil { held = work } }
            return held == nil
        }
        guard isMine else { throw .alreadyRunning }
        let session = sessions.withLock { sessions in
            sessions += 1
            return sessions
        }
        defer { self.work.withLock { $0 = nil } }
        return try body(Held(session: session, disturbance: disturbance))
    }

    package func holder() throws(BackupError) -> UInt64? {
        work.withLock { $0 } == .backup ? sessions.withLock { $0 } : nil
    }

    private struct Held: HeldLock {
        let session: UInt64
        let disturbance: Disturbance

        var loss: String? { nil }

        func confirm() throws(BackupError) {
            try disturbance.call(failure: .dumpFailed(reason: "the lock was lost")) {}
        }
    }
}
