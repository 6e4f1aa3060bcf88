/// What the text of a dump, or of a piece of it, was found to hold.
package struct DumpContents: Sendable, Equatable {
    package var census = Census()
    package var tables: [DumpedTable] = []
    /// Objects that are made more than once.
    package var repeated: [String] = []
    /// Whether `SET NAMES utf8mb4` stands before the first object.
    package var namesCharacterSet = false
    /// Whether the line `-- Dump completed` is there, whole.
    package var hasTrailer = false
    /// Whether anything but blank lines follows it.
    package var goesOnBehindTrailer = false
    /// Whether the text ends between two statements.
    package var endsCleanly = true
    /// Whether a byte of it is zero: the dump programs write one as `\0`, and the client takes none.
    package var holdsZeros = false

    package init() {}

    /// Adds what the next piece of the same text holds; the places of tables are not carried on.
    package mutating func append(_ next: DumpContents) {
        repeated += next.repeated + next.census.objects(foundIn: census)
        namesCharacterSet = namesCharacterSet || (next.namesCharacterSet && census.count == 0)
        census.formUnion(next.census)
        goesOnBehindTrailer = goesOnBehindTrailer || next.goesOnBehindTrailer || hasTrailer
        hasTrailer = hasTrailer || next.hasTrailer
        endsCleanly = endsCleanly && next.endsCleanly
        holdsZeros = holdsZeros || next.holdsZeros
    }

    /// What speaks against this being a text that the dump program wrote to its end; nil when nothing does.
    package var breakOff: String? {
        guard !holdsZeros else { return "it holds zero bytes, which no dump program writes" }
        guard hasTrailer else { return "its last line is not '-- Dump completed'" }
        guard !goesOnBehindTrailer else { return "text follows the line '-- Dump completed'" }
        return endsCleanly ? nil : "it ends within a statement"
    }

    /// What speaks against this being the whole dump of a database that holds `expected`; nil when nothing does.
    package func flaw(expecting expected: Census) -> String? {
        if let breakOff { return breakOff }
        guard namesCharacterSet else {
            return "it does not begin with SET NAMES utf8mb4, so texts in it may be damaged"
        }
        guard repeated.isEmpty else { return "it makes more than once: \(repeated.shortList)" }
        let missing = expected.objects(missingIn: census)
        guard missing.isEmpty else { return "it lacks \(missing.shortList)" }
        let unexpected = census.objects(missingIn: expected)
        guard unexpected.isEmpty else { return "it holds more than the schema did: \(unexpected.shortList)" }
        return nil
    }
}

/// Where a table stands in the text of a dump: what makes it, its rows, its triggers.
package struct DumpedTable: Sendable, Equatable {
    package var name: ObjectName
    /// In bytes from the beginning of the text.
    package var sqlOffset: Int64
    package var sqlBytes: Int64

    package init(name: ObjectName, sqlOffset: Int64, sqlBytes: Int64) {
        self.name = name
        self.sqlOffset = sqlOffset
        self.sqlBytes = sqlBytes
    }
}
