import CMySQL

/// A statement prepared in one session; it ends before its session does.
final class Statement {
    private let handle: UnsafeMutablePointer<MYSQL_STMT>
    /// The statement's text, which holds no values: for messages.
    private let sql: String
    private let columns: [Column]
    private let columnBinds: UnsafeMutablePointer<MYSQL_BIND>

    /// Where a column's value is fetched to; longer values are fetched again.
    private final class Column {
        static let capacity = 512
        let buffer = UnsafeMutableRawPointer.allocate(byteCount: Column.capacity, alignment: 8)
        let length = UnsafeMutablePointer<UInt>.allocate(capacity: 1)
        let isNull = UnsafeMutablePointer<UInt8>.allocate(capacity: 1)

        deinit {
            buffer.deallocate()
            length.deallocate()
            isNull.deallocate()
        }
    }

    /// Prepares `sql`; the C functions are `mysql_stmt_init` and `mysql_stmt_prepare`.
    init(_ sql: String, in session: UnsafeMutablePointer<MYSQL>) throws(MySQLError) {
        guard let handle = mysql_stmt_init(session) else {
            throw MySQLError(action: "prepare '\(sql.prefix(60))'", code: 2008, reason: "out of memory")
        }
        guard mysql_stmt_prepare(handle, sql, UInt(sql.utf8.count)) == 0 else {
            let error = MySQLError(
                action: "prepare '\(sql.prefix(60))'", code: mysql_stmt_errno(handle),
                reason: String(cString: mysql_stmt_error(handle)))
            _ = mysql_statement_close(handle)
            throw error
        }
        self.handle = handle
        self.sql = sql
        columns = (0..<Int(mysql_stmt_field_count(handle))).map { _ in Column() }
        columnBinds = mysql_binds_new(columns.count)
        for (index, column) in columns.enumerated() {
            mysql_bind_column(columnBinds, index, column.buffer, UInt(Column.capacity), column.length, column.isNull)
        }
    }

    deinit {
        _ = mysql_statement_close(handle)
        free(columnBinds)
    }

    /// Runs the statement and fetches all its rows into memory.
    func execute(_ values: [Value]) throws(MySQLError) -> [Row] {
        precondition(values.count == Int(mysql_stmt_param_count(handle)), "a value for each ? of '\(sql)'")
        try send(values)
        guard !columns.isEmpty else { return [] }
        defer { mysql_stmt_free_result(handle) }
        guard mysql_statement_bind_columns(handle, columnBinds) == 0, mysql_stmt_store_result(handle) == 0 else {
            throw error()
        }
        var rows: [Row] = []
        while true {
            switch mysql_stmt_fetch(handle) {
            case 0, MYSQL_DATA_TRUNCATED: rows.append(try fetchedRow())
            case MYSQL_NO_DATA: return rows
            default: throw error()
            }
        }
    }

    private func send(_ values: [Value]) throws(MySQLError) {
        // The bytes must stay in place until the statement is executed.
        let texts = values.map { value -> [UInt8] in if case .text(let text) = value { Array(text.utf8) } else { [] } }
        let storage = texts.map { UnsafeMutableBufferPointer<UInt8>.allocate(capacity: max($0.count, 1)) }
        let integers = UnsafeMutablePointer<UInt64>.allocate(capacity: max(values.count, 1))
        let binds = mysql_binds_new(values.count)
        defer {
            for bytes in storage { bytes.deallocate() }
            integers.deallocate()
            free(binds)
        }
        for (index, value) in values.enumerated() {
            switch value {
            case .text:
                _ = storage[index].initialize(from: texts[index])
                mysql_bind_text(binds, index, storage[index].baseAddress, UInt(texts[index].count))
            case .integer(let integer):
                integers[index] = integer
                mysql_bind_integer(binds, index, integers + index)
            case .null:
                mysql_bind_null(binds, index)
            }
        }
        guard mysql_statement_bind_parameters(handle, binds) == 0, mysql_stmt_execute(handle) == 0 else {
            throw error()
        }
    }

    private func fetchedRow() throws(MySQLError) -> Row {
        var values: [String?] = []
        for (index, column) in columns.enumerated() {
            if column.isNull.pointee != 0 {
                values.append(nil)
            } else if column.length.pointee <= UInt(Column.capacity) {
                let bytes = UnsafeRawBufferPointer(start: column.buffer, count: Int(column.length.pointee))
                values.append(String(decoding: bytes, as: UTF8.self))
            } else {
                values.append(try wholeValue(ofColumn: index, length: Int(column.length.pointee)))
            }
        }
        return Row(values)
    }

    /// Fetches a value that did not fit its buffer; the C function is `mysql_stmt_fetch_column`.
    private func wholeValue(ofColumn index: Int, length: Int) throws(MySQLError) -> String {
        let buffer = UnsafeMutableRawPointer.allocate(byteCount: length, alignment: 8)
        let bind = mysql_binds_new(1)
        var (fetchedLength, isNull) = (UInt(0), UInt8(0))
        defer {
            buffer.deallocate()
            free(bind)
        }
        return try withUnsafeMutablePointers(&fetchedLength, &isNull) { lengthPointer, nullPointer throws(MySQLError) in
            mysql_bind_column(bind, 0, buffer, UInt(length), lengthPointer, nullPointer)
            guard mysql_stmt_fetch_column(handle, bind, UInt32(index), 0) == 0 else { throw error() }
            return String(decoding: UnsafeRawBufferPointer(start: buffer, count: length), as: UTF8.self)
        }
    }

    private func error() -> MySQLError {
        MySQLError(
            action: "run '\(sql.prefix(60))'", code: mysql_stmt_errno(handle),
            reason: String(cString: mysql_stmt_error(handle)))
    }
}

private func withUnsafeMutablePointers<First, Second, Result>(
    _ first: inout First, _ second: inout Second,
    _ body: (UnsafeMutablePointer<First>, UnsafeMutablePointer<Second>) throws(MySQLError) -> Result
) throws(MySQLError) -> Result {
    try withUnsafeMutablePointer(to: &first) { first throws(MySQLError) in
        try withUnsafeMutablePointer(to: &second) { second throws(MySQLError) in try body(first, second) }
    }
}
