/// Bytes that come in order.
package protocol ByteSource: ~Copyable {
    /// Fills `buffer`; fewer bytes only at the end, none after it.
    mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(BackupError) -> Int
}

/// A place for bytes that keeps them in order; it may be used from another thread than the one that lent it.
package protocol ByteSink: Sendable {
    /// Takes every byte or throws.
    func write(_ bytes: RawSpan) throws(BackupError)
}

/// Makes the SQL text of the whole database.
package protocol Dumper: Sendable {
    /// Runs a dump and lends its text to `body`, which must read to the end; ends it when the lock is lost meanwhile.
    ///
    /// - Throws: ``BackupError/dumpFailed(reason:)`` unless the dump is known to be complete: no other end is a success.
    func dump(
        under lock: any HeldLock, _ body: (inout any ByteSource & ~Copyable) throws(BackupError) -> Void
    ) throws(BackupError) -> DumpDescription
}

/// What a compressor made of a text.
package struct CompressedText: Sendable, Equatable {
    package var sqlBytes: Int64
    /// Of the text before compression.
    package var crc32: UInt32

    package init(sqlBytes: Int64, crc32: UInt32) {
        self.sqlBytes = sqlBytes
        self.crc32 = crc32
    }
}

/// Turns text into one gzip member.
package protocol Compressor: Sendable {
    /// Reads `source` to its end and writes the whole member to `sink`.
    func compress(
        _ source: inout any ByteSource & ~Copyable, into sink: any ByteSink
    ) throws(BackupError) -> CompressedText
}

/// The right to make the one backup that may be made at a time.
package protocol BackupLock: Sendable {
    /// Holds the right while `body` runs.
    ///
    /// - Throws: ``BackupError/alreadyRunning`` at once when another holds it, here or on any other host.
    func hold<Result>(
        _ body: (any HeldLock) throws(BackupError) -> Result
    ) throws(BackupError) -> Result
}

/// The right as its holder sees it.
package protocol HeldLock: Sendable {
    /// Why the right was lost, as far as is known by now; nil while it seems held. Asks nobody, so it may be asked often.
    var loss: String? { get }

    /// Makes sure that the right was never lost.
    ///
    /// - Throws: ``BackupError/dumpFailed(reason:)`` when it was, or when that cannot be known.
    func confirm() throws(BackupError)
}
