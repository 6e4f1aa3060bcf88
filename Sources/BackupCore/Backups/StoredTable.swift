/// Where a table stands in a backup file: whole segments, so it can be read without the rest.
package struct StoredTable: Sendable, Equatable, Codable {
    package var name: ObjectName
    /// Where its deflate data begin in the file, in bytes.
    package var offset: Int64
    /// Bytes of deflate data.
    package var length: Int64
    /// Bytes of text.
    package var sqlBytes: Int64

    package init(name: ObjectName, offset: Int64, length: Int64, sqlBytes: Int64) {
        self.name = name
        self.offset = offset
        self.length = length
        self.sqlBytes = sqlBytes
    }

    private enum CodingKeys: String, CodingKey {
        case name, offset, length
        case sqlBytes = "sql_bytes"
    }
}

extension [StoredTable] {
    /// Finds the segments that each table of a dump fills.
    ///
    /// - Throws: ``BackupError/dumpFailed(reason:)`` when a table does not begin and end with a segment.
    package init(_ tables: [DumpedTable], in segments: [Segment]) throws(BackupError) {
        self = []
        var rest = segments[...]
        var position: Int64 = 0
        for table in tables {
            while let next = rest.first, position < table.sqlOffset {
                position += next.sqlBytes
                rest.removeFirst()
            }
            let start = position
            var (offset, length): (Int64?, Int64) = (rest.first?.offset, 0)
            while let next = rest.first, position < table.sqlOffset + table.sqlBytes {
                position += next.sqlBytes
                length += next.length
                rest.removeFirst()
            }
            guard let offset = offset.take(), start == table.sqlOffset, position == start + table.sqlBytes else {
                throw .dumpFailed(reason: "the place of table '\(table.name)' in the file is not known")
            }
            append(StoredTable(name: table.name, offset: offset, length: length, sqlBytes: table.sqlBytes))
        }
    }
}
