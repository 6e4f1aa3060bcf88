/// Bytes that come in order; they may be read on another thread than the one that lent them, by one at a time.
package protocol ByteSource: ~Copyable {
    /// Fills `buffer`; fewer bytes only before a cut and at the end, none after it.
    mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(BackupError) -> Int

    /// Whether the byte to be read next begins a piece that must be readable without what came before.
    var isAtCut: Bool { get }
}

/// A place for bytes that keeps them in order; it may be used from another thread than the one that lent it.
package protocol ByteSink: Sendable {
    /// Takes every byte or throws.
    func write(_ bytes: RawSpan) throws(BackupError)
}

/// Makes the SQL text of the whole database.
package protocol Dumper: Sendable {
    /// Looks at the database and makes sure that a dump would hold all of it.
    ///
    /// - Throws: ``BackupError/dumpFailed(reason:)`` when it would not, with what has to be granted or mended.
    func plan() throws(BackupError) -> DumpPlan

    /// Runs a dump and lends its text to `body`, which must read to the end; ends it when the lock is lost meanwhile.
    ///
    /// - Returns: what the text held, which is for the caller to compare with the plan.
    /// - Throws: ``BackupError/dumpFailed(reason:)`` unless the program is known to have done its work.
    func dump(
        _ plan: DumpPlan, under lock: any HeldLock, reporting progress: DumpProgress,
        _ body: (inout any ByteSource & ~Copyable) throws(BackupError) -> Void
    ) throws(BackupError) -> DumpContents
}

/// What is to be dumped, and how.
package struct DumpPlan: Sendable, Equatable {
    package var description: DumpDescription
    /// The objects of the schema as the dump's account sees them.
    package var census: Census
    /// What the server says the rows take, in bytes: an estimate.
    package var dataBytes: Int64

    package init(description: DumpDescription, census: Census, dataBytes: Int64) {
        self.description = description
        self.census = census
        self.dataBytes = dataBytes
    }
}

/// What a compressor made of a text.
package struct CompressedText: Sendable, Equatable {
    package var sqlBytes: Int64
    /// Of the text before compression (RFC 1952 §8).
    package var crc32: UInt32
    /// The pieces, in order and without gaps.
    package var segments: [Segment]
    /// How hard it was compressed, the mean over its blocks; nil where that is not known.
    package var meanLevel: Double?

    package init(sqlBytes: Int64, crc32: UInt32, segments: [Segment], meanLevel: Double? = nil) {
        self.sqlBytes = sqlBytes
        self.crc32 = crc32
        self.segments = segments
        self.meanLevel = meanLevel
    }
}

/// A piece of a gzip member that can be inflated without the rest: deflate blocks that refer to nothing before them.
package struct Segment: Sendable, Equatable, Codable {
    /// Where its deflate data begin in the file, in bytes.
    package var offset: Int64
    /// Bytes of deflate data.
    package var length: Int64
    /// Bytes of text.
    package var sqlBytes: Int64
    /// Of its text.
    package var crc32: UInt32

    package init(offset: Int64, length: Int64, sqlBytes: Int64, crc32: UInt32) {
        self.offset = offset
        self.length = length
        self.sqlBytes = sqlBytes
        self.crc32 = crc32
    }

    private enum CodingKeys: String, CodingKey {
        case offset, length, crc32
        case sqlBytes = "sql_bytes"
    }
}

/// Turns text into one gzip member.
package protocol Compressor: Sendable {
    /// Reads `source` to its end and writes the whole member to `sink`; a new segment begins at each cut.
    func compress(
        _ source: inout any ByteSource & ~Copyable, into sink: any ByteSink
    ) throws(BackupError) -> CompressedText
}

/// The right to make the one backup that may be made at a time.
package protocol BackupLock: Sendable {
    /// Holds the right while `body` runs.
    ///
    /// A backup waits some seconds for another who holds the right for tidying.
    ///
    /// - Throws: ``BackupError/alreadyRunning`` when another holds it, here or on any other host.
    func hold<Result>(
        for work: LockedWork, _ body: (any HeldLock) throws(BackupError) -> Result
    ) throws(BackupError) -> Result

    /// The session of whoever holds the right now for something that may take long; nil when nobody does.
    func holder() throws(BackupError) -> UInt64?
}

extension BackupLock {
    /// Holds the right for something that may take long.
    package func hold<Result>(
        _ body: (any HeldLock) throws(BackupError) -> Result
    ) throws(BackupError) -> Result {
        try hold(for: .backup, body)
    }
}

/// What the right is wanted for.
package enum LockedWork: Sendable {
    /// To make a backup, or anything else that may take long.
    case backup
    /// To put rows and files in order, which is soon done.
    case tidying
}

/// The right as its holder sees it.
package protocol HeldLock: Sendable {
    /// The session that holds it, as ``BackupLock/holder()`` tells it to others.
    var session: UInt64 { get }

    /// Why the right was lost, as far as is known by now; nil while it seems held. Asks nobody, so it may be asked
    /// often.
    var loss: String? { get }

    /// Makes sure that the right was never lost.
    ///
    /// - Throws: ``BackupError/dumpFailed(reason:)`` when it was, or when that cannot be known.
    func confirm() throws(BackupError)
}
