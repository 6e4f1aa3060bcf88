package import FoundationEssentials

/// A dump whose text was found to hold the whole schema.
package struct ProvedDump {
    let plan: DumpPlan
    let text: CompressedText
    let contents: DumpContents
    let tables: [StoredTable]

    /// Compares what the text held with what the schema holds.
    ///
    /// - Throws: ``BackupError/dumpFailed(reason:)`` with the objects that are missing.
    package init(plan: DumpPlan, text: CompressedText, contents: DumpContents) throws(BackupError) {
        if let flaw = contents.flaw(expecting: plan.census) {
            throw .dumpFailed(
                reason: """
                    the text is not the whole of '\(plan.description.database)': \(flaw)
                    hint: was the schema altered meanwhile (then repeat the backup), may the account see all of it, and does \
                    the body of a trigger, routine or event end in a comment (MySQL's program does not close it)?
                    """)
        }
        self.plan = plan
        self.text = text
        self.contents = contents
        tables = try [StoredTable](contents.tables, in: text.segments)
    }
}

extension BackupManifest {
    package init(
        of dump: ProvedDump, named name: StoredName, file: Measured, at time: Date, by creator: UInt64?
    ) {
        fileName = name.description
        createdAt = time
        createdBy = creator
        self.dump = dump.plan.description
        dataBytes = dump.plan.dataBytes
        sqlBytes = dump.text.sqlBytes
        fileBytes = file.bytes
        sha256 = file.sha256
        crc32 = dump.text.crc32
        census = CensusComparison(expected: dump.plan.census, found: dump.contents.census)
        tables = dump.tables
        segments = dump.text.segments
        provedAt = time
    }

    /// What the compressor made.
    var text: CompressedText { CompressedText(sqlBytes: sqlBytes, crc32: crc32, segments: segments) }
}
