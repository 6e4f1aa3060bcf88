import BackupCore

extension GzipMember {
    /// Makes sure that `file` is this member as far as its frame tells, and that `text` says the same.
    ///
    /// - Throws: ``BackupError/damaged(file:reason:)``
    func check(
        _ file: any StoredFile, named name: StoredName, against text: CompressedText
    ) throws(BackupError) {
        let flaw = { (reason: String) in BackupError.damaged(file: "\(name)", reason: reason) }
        let trailer = trailer
        let end = size + Int64(trailer.count)
        guard segments == text.segments, end == file.size else {
            throw flaw("its manifest's segments do not fill it without gaps")
        }
        guard textSize == text.sqlBytes, crc32 == text.crc32 else {
            throw flaw("the CRC-32 and the size of its segments together are not those of its manifest")
        }
        guard try file.bytes(at: 0, count: Self.header.count) == Self.header else {
            throw flaw("it does not begin like a file made here")
        }
        guard try file.bytes(at: size, count: trailer.count) == trailer else {
            throw flaw("the CRC-32 and the size at its end are not those of its segments together")
        }
    }
}

extension StoredFile {
    /// What is there from `offset` on, at most so many bytes.
    fileprivate func bytes(at offset: Int64, count: Int) throws(BackupError) -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: count)
        let filled = try buffer.withUnsafeMutableBufferPointer { buffer throws(BackupError) in
            try read(at: offset, into: UnsafeMutableRawBufferPointer(buffer))
        }
        return Array(buffer[..<filled])
    }
}
