/// Turns gzip files back into text.
package protocol Decompressor: Sendable {
    /// Inflates a whole file in order, and checks each member's CRC-32 and size.
    ///
    /// - Returns: the bytes of text.
    /// - Throws: ``BackupError/damaged(file:reason:)`` when it is no whole gzip file.
    @discardableResult
    func decompress(_ file: any StoredFile, named name: StoredName, into sink: any ByteSink) throws(BackupError)
        -> Int64

    /// Inflates a whole file that a ``Compressor`` made, as ``decompress(_:of:named:into:meanwhile:)`` inflates
    /// segments, and makes sure that its frame, its segments and `text` agree.
    ///
    /// The segments fill the file without gaps between its header and its trailer; their sums together are the CRC-32
    /// and the size of the whole, which the trailer and `text` tell too.
    ///
    /// - Throws: ``BackupError/damaged(file:reason:)``
    func decompress(
        _ text: CompressedText, of file: any StoredFile, named name: StoredName,
        into sink: @escaping @Sendable (Int) -> any ByteSink, meanwhile body: () throws(BackupError) -> Void
    ) throws(BackupError)

    /// Inflates segments, several at a time and each into a sink of its own, and checks each one's CRC-32 and size,
    /// while the caller's thread does something else.
    ///
    /// - Throws: ``BackupError/damaged(file:reason:)`` when a segment is not what was written.
    func decompress(
        _ segments: [Segment], of file: any StoredFile, named name: StoredName,
        into sink: @escaping @Sendable (Int) -> any ByteSink, meanwhile body: () throws(BackupError) -> Void
    ) throws(BackupError)
}

/// Finds out what a dump's text holds.
package protocol DumpScanner: Sendable {
    /// Starts on a text, or on a piece that a cut begins.
    func scan() -> any DumpScan
}

/// One text, or piece of a text, as it goes by.
package protocol DumpScan: ByteSink {
    /// The table that goes by.
    var table: ObjectName? { get }

    /// What was found; to be asked once, at the end.
    func contents() -> DumpContents
}
