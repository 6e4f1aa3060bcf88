import BackupCore
import Glibc

/// What a dump holds, found while its text goes by, and the places where the text can be cut.
///
/// The text is as mysqldump(1) and mariadb-dump(1) write it. An object counts when the statement that makes it is
/// there; the stand-ins for views that come first do not. Behind the comment that announces a table the text can be
/// cut, and, once a piece is large, behind an INSERT: each piece begins and ends between statements, so it can be
/// understood alone.
struct DumpStructure {
    /// Bytes of text from which on a piece is long enough to be cut between two INSERTs.
    static let pieceSize: Int64 = 16 << 20

    private(set) var contents = DumpContents()
    /// Whether the next byte is the first of a piece.
    private(set) var isAtCut = false
    /// The table whose rows or definition go by.
    private(set) var table: ObjectName?

    private var scanner = SQLScanner()
    private var position: Int64 = 0
    private var lastCut: Int64 = 0
    private var sectionStart: Int64 = 0
    private var isInTable = false
    /// Before the first object: what sets the session up for all of them.
    private var isInHead = true

    /// Reads to the end of `bytes` or to the next cut.
    ///
    /// - Returns: how many bytes it took.
    mutating func read(_ bytes: UnsafeRawBufferPointer) -> Int {
        let start = position
        var index = 0
        isAtCut = false
        while !isAtCut, index < bytes.count {
            let event = scanner.next(in: bytes, from: &index)
            position = start + Int64(index)
            switch event {
            case .comment: takeComment()
            case .statement: takeStatement()
            case .rows, nil: break
            }
        }
        if isAtCut { lastCut = position }
        if let first = bytes.baseAddress, memchr(first, 0, index) != nil { contents.holdsZeros = true }
        contents.endsCleanly = scanner.isBetweenStatements
        return index
    }

    /// What was found, once all was read.
    mutating func finish() -> DumpContents {
        endSection()
        if contents.hasTrailer, !scanner.isBetweenStatements { contents.goesOnBehindTrailer = true }
        return contents
    }

    private mutating func takeComment() {
        if contents.hasTrailer { contents.goesOnBehindTrailer = true }
        let text = scanner.comment
        if text.starts(with: Self.trailer) {
            contents.hasTrailer = true
        } else if !scanner.isAsNew {
            return
        } else if text.starts(with: Self.tableComment) {
            beginSection(ofTable: true)
        } else if isInTable || isInHead, Self.otherComments.contains(where: { text.starts(with: $0) }) {
            beginSection(ofTable: false)
        }
    }

    private static let trailer = Array("Dump completed".utf8)
    private static let tableComment = Array("Table structure for table ".utf8)
    private static let otherComments = [
        "Sequence structure for ", "Temporary table structure for ", "Temporary view structure for ",
        "Final view structure for ", "Dumping events for ", "Dumping routines for ",
    ].map { Array($0.utf8) }

    private mutating func beginSection(ofTable isTable: Bool) {
        endSection()
        sectionStart = position
        isInTable = isTable
        isInHead = false
        isAtCut = true
    }

    private mutating func endSection() {
        if isInTable, let table {
            contents.tables.append(
                DumpedTable(name: table, sqlOffset: sectionStart, sqlBytes: position - sectionStart))
        }
        table = nil
        isInTable = false
    }

    private mutating func takeStatement() {
        if contents.hasTrailer { contents.goesOnBehindTrailer = true }
        let statement = scanner.statement
        guard let first = statement.first else { return }
        if first.is("INSERT") {
            isAtCut = position - lastCut >= Self.pieceSize && scanner.isAsNew
        } else if first.is("CREATE"), let (kind, name) = SQLToken.object(madeBy: statement) {
            if !contents.census.insert(name, as: kind) { contents.repeated.append("'\(name)'") }
            if kind == .tables { table = name }
        } else if first.is("SET"), statement.count > 2, statement[1].is("NAMES"), statement[2].is("UTF8MB4") {
            contents.namesCharacterSet = contents.namesCharacterSet || contents.census.count == 0
        }
    }
}
