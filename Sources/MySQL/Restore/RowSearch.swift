import BackupCore

/// The search through one text.
struct RowSearch: ~Copyable {
    private(set) var tables: [ObjectName: TableRows] = [:]

    private var scanner: SQLScanner
    private let hasher = RowHasher()
    private var table: ObjectName?
    private var rows = TableRows()
    /// The beginning of a row that goes on in the next piece.
    private var row: [UInt8] = []
    private var depth = 0
    private var quote: UInt8 = 0
    private var isEscaped = false

    init() {
        scanner = SQLScanner()
        scanner.stopsAtRows = true
    }

    mutating func read(_ bytes: UnsafeRawBufferPointer) {
        var index = 0
        while index < bytes.count {
            guard scanner.next(in: bytes, from: &index) == .rows else { continue }
            if table == nil { begin() }
            let start = index
            let isWhole = readRows(in: bytes, from: &index)
            scanner.passRows(index - start, isWhole: isWhole)
            if isWhole { end() }
        }
    }

    private mutating func begin() {
        let tokens = scanner.tokens
        let at = (tokens.firstIndex { $0.is("INTO") } ?? 0) + 1
        let name = ObjectName(String(decoding: tokens.dropFirst(at).first?.text ?? [], as: UTF8.self))
        table = name
        rows = tables[name] ?? TableRows()
        rows.columns = tokens.dropFirst(at + 1).map { String(decoding: $0.text, as: UTF8.self) }
        depth = 0
        // The byte behind VALUES is the scanner's.
        if scanner.previous == UInt8(ascii: "(") {
            depth = 1
            row = [scanner.previous]
        }
    }

    private mutating func end() {
        if let table { tables[table] = rows }
        table = nil
    }

    /// - Returns: whether the statement's end was found; then `index` is behind it.
    private mutating func readRows(in bytes: UnsafeRawBufferPointer, from index: inout Int) -> Bool {
        var start = index
        while index < bytes.count {
            if quote != 0 {
                skipText(in: bytes, from: &index)
                continue
            }
            let byte = bytes[index]
            index += 1
            switch byte {
            case UInt8(ascii: "'"), UInt8(ascii: "\""): quote = byte
            case UInt8(ascii: "("):
                if depth == 0 { start = index - 1 }
                depth += 1
            case UInt8(ascii: ")"):
                depth -= 1
                if depth == 0 { finishRow(UnsafeRawBufferPointer(rebasing: bytes[start..<index])) }
            case UInt8(ascii: ";") where depth <= 0: return true
            default: break
            }
        }
        if depth > 0 { row += bytes[start...] }
        return false
    }

    /// Goes on within a text in quotes, to behind its end or to the end of the bytes.
    private mutating func skipText(in bytes: UnsafeRawBufferPointer, from index: inout Int) {
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            if isEscaped {
                isEscaped = false
            } else if byte == UInt8(ascii: "\\") {
                isEscaped = scanner.escapes
            } else if byte == quote {
                quote = 0
                return
            }
        }
    }

    private mutating func finishRow(_ bytes: UnsafeRawBufferPointer) {
        if row.isEmpty {
            rows.add(hasher.hash(bytes.bytes))
        } else {
            row += bytes
            rows.add(hasher.hash(row.span.bytes))
            row.removeAll(keepingCapacity: row.count < 1 << 20)
        }
    }
}
