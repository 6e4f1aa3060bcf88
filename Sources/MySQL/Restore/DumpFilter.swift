import BackupCore

/// Passes a dump's text on with ``StatementEdits``, however it is cut, and every byte of data as it is.
///
/// Only the beginning of a statement is ever held back, until it is known what the statement makes, and all of what
/// makes a table or a view.
struct DumpFilter {
    /// How much of a statement may go by before it says what it is.
    private static let longestBeginning = 1 << 20
    /// A definition may be longer: whatever stands in it may have to be changed.
    private static let longestDefinition = 64 << 20

    /// The tables that are made where the server keeps its own, and not in the directories they name.
    private(set) var relocated: [ObjectName] = []

    private var edits: StatementEdits
    private var scanner = SQLScanner()
    private var isDecided = false
    /// What was scanned and not passed on.
    private var held: [UInt8] = []

    init(_ edits: StatementEdits) {
        self.edits = edits
        scanner.keepsDefinitions = true
    }

    /// What ``StatementEdits`` does not look at, such as the name in an INSERT, goes by as it is.
    ///
    /// - Throws: ``BackupError/restoreFailed(reason:)`` when it refuses a statement, of which nothing was passed on
    ///   then.
    mutating func write(_ bytes: RawSpan, to sink: any ByteSink) throws(BackupError) {
        guard !held.isEmpty else { return try pass(bytes, scannedBefore: 0, to: sink) }
        var text = held
        held = []
        let before = text.count
        bytes.withUnsafeBytes { text.append(contentsOf: $0) }
        try pass(text.span.bytes, scannedBefore: before, to: sink)
    }

    /// Passes on what is held, once there is no more.
    mutating func finish(to sink: any ByteSink) throws(BackupError) {
        if !held.isEmpty { try sink.write(held.span.bytes) }
        held = []
    }

    private mutating func pass(_ text: RawSpan, scannedBefore before: Int, to sink: any ByteSink) throws(BackupError) {
        let origin = scanner.position - Int64(before)
        var index = before
        var passed = 0
        while index < text.byteCount {
            let event = text.withUnsafeBytes { scanner.next(in: $0, from: &index) }
            let isWhole = event == .statement
            if event == .comment { edits.learn(from: scanner.comment) }
            if !isDecided, event != .comment {
                switch edits.decide(isWhole ? scanner.statement : scanner.tokens, isWhole: isWhole) {
                case .refused(let reason): throw .restoreFailed(reason: reason)
                case .undecided: break
                case .edits(let edits):
                    isDecided = true
                    if edits.contains(where: \.relocates), let made = SQLToken.object(madeBy: scanner.statement) {
                        relocated.append(made.name)
                    }
                    for edit in edits.sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) {
                        try sink.write(text.extracting(passed..<Int(edit.range.lowerBound - origin)))
                        try sink.write(edit.replacement.span.bytes)
                        passed = Int(edit.range.upperBound - origin)
                    }
                }
            }
            if isWhole { isDecided = false }
        }
        let end = isDecided ? text.byteCount : max(passed, scanner.beginning.map { Int($0 - origin) } ?? text.byteCount)
        try sink.write(text.extracting(passed..<end))
        text.extracting(end...).withUnsafeBytes { held = Array($0) }
        guard held.count < (scanner.isDefinition ? Self.longestDefinition : Self.longestBeginning) else {
            throw .restoreFailed(reason: "its text holds a statement that does not say what it is")
        }
    }
}

extension SQLScanner {
    /// Where the statement at hand begins; nil between statements.
    fileprivate var beginning: Int64? {
        if let first = tokens.first { return first.start }
        return [.word, .quoted, .escaped, .closingQuote].contains(state) ? token.start : nil
    }
}
