import CMySQL

/// A statement prepared in one session; it ends before its session does.
final class Statement {
    let handle: UnsafeMutablePointer<MYSQL_STMT>
    /// The statement's text, which holds no values: for messages.
    private let sql: String
    private let parameterCount: Int
    private let parameterBinds: UnsafeMutablePointer<MYSQL_BIND>
    private let columnCount: Int
    private let columnBinds: UnsafeMutablePointer<MYSQL_BIND>
    /// Where the columns' values are fetched to, ``capacity`` bytes for each; longer values are fetched again.
    private let values: UnsafeMutableRawPointer
    private let lengths: UnsafeMutablePointer<UInt>
    private let nulls: UnsafeMutablePointer<UInt8>
    /// Which columns hold times; their values are fetched as numbers, which become text here, to the second, in less
    /// time.
    private let areTimes: [Bool]
    /// What the last result held, which the next is likely to.
    private var lastSize = (bytes: 0, values: 0)

    private static let capacity = 512

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
        parameterCount = Int(mysql_stmt_param_count(handle))
        parameterBinds = mysql_binds_new(parameterCount)
        columnCount = Int(mysql_stmt_field_count(handle))
        columnBinds = mysql_binds_new(columnCount)
        values = .allocate(byteCount: max(columnCount, 1) * Self.capacity, alignment: 8)
        lengths = .allocate(capacity: columnCount)
        nulls = .allocate(capacity: columnCount)
        areTimes = Self.times(among: columnCount, of: handle)
        for index in 0..<columnCount {
            let value = values + index * Self.capacity
            if areTimes[index] {
                mysql_bind_time(columnBinds, index, value.bindMemory(to: MYSQL_TIME.self, capacity: 1), nulls + index)
            } else {
                mysql_bind_column(columnBinds, index, value, UInt(Self.capacity), lengths + index, nulls + index)
            }
        }
    }

    /// Which of the columns hold times; what has no metadata is fetched as text.
    ///
    /// The C function is `mysql_stmt_result_metadata`.
    private static func times(among count: Int, of handle: UnsafeMutablePointer<MYSQL_STMT>) -> [Bool] {
        guard let metadata = mysql_stmt_result_metadata(handle) else { return [Bool](repeating: false, count: count) }
        defer { mysql_free_result(metadata) }
        return (0..<count).map { mysql_column_is_time(metadata, UInt32($0)) != 0 }
    }

    deinit {
        _ = mysql_statement_close(handle)
        free(parameterBinds)
        free(columnBinds)
        values.deallocate()
        lengths.deallocate()
        nulls.deallocate()
    }

    /// Runs the statement and fetches all its rows into memory.
    func execute(_ values: [Value]) throws(MySQLError) -> [Row] {
        precondition(values.count == parameterCount, "a value for each ? of '\(sql)'")
        try send(values)
        guard columnCount > 0 else { return [] }
        defer { mysql_stmt_free_result(handle) }
        guard mysql_statement_bind_columns(handle, columnBinds) == 0, mysql_stmt_store_result(handle) == 0 else {
            throw error()
        }
        var fetched = RowValues(withRoomOf: lastSize)
        while true {
            switch mysql_stmt_fetch(handle) {
            case 0, MYSQL_DATA_TRUNCATED: try append(to: &fetched)
            case MYSQL_NO_DATA:
                lastSize = fetched.size
                return fetched.rows(ofColumns: columnCount)
            default: throw error()
            }
        }
    }

    private func send(_ values: [Value]) throws(MySQLError) {
        let size = values.reduce(0) { $0 + $1.size }
        // The bytes must stay in place until the statement is executed.
        let isExecuted = withUnsafeTemporaryAllocation(byteCount: max(size, 1), alignment: 8) { buffer in
            var place = buffer[...]
            for (index, value) in values.enumerated() {
                bind(value, toParameter: index, in: UnsafeMutableRawBufferPointer(rebasing: place))
                place = place.dropFirst(value.size)
            }
            return mysql_statement_bind_parameters(handle, parameterBinds) == 0 && mysql_stmt_execute(handle) == 0
        }
        guard isExecuted else { throw error() }
    }

    private func bind(_ value: Value, toParameter index: Int, in place: UnsafeMutableRawBufferPointer) {
        switch value {
        case .text(var text):
            let count = text.withUTF8 { utf8 in
                place.copyMemory(from: UnsafeRawBufferPointer(utf8))
                return utf8.count
            }
            mysql_bind_text(parameterBinds, index, place.baseAddress, UInt(count))
        case .integer(let integer):
            place.storeBytes(of: integer, as: UInt64.self)
            mysql_bind_integer(
                parameterBinds, index, place.baseAddress?.assumingMemoryBound(to: UInt64.self))
        case .null:
            mysql_bind_null(parameterBinds, index)
        }
    }

    /// Takes over the row that was fetched last.
    private func append(to fetched: inout RowValues) throws(MySQLError) {
        for index in 0..<columnCount {
            // A length is told with a value only.
            guard nulls[index] == 0 else {
                fetched.append(nil)
                continue
            }
            if areTimes[index] {
                let time = (values + index * Self.capacity).load(as: MYSQL_TIME.self)
                time.withText { fetched.append($0) }
                continue
            }
            let length = Int(lengths[index])
            if length <= Self.capacity {
                fetched.append(UnsafeRawBufferPointer(start: values + index * Self.capacity, count: length))
            } else {
                try appendWholeValue(ofColumn: index, length: length, to: &fetched)
            }
        }
    }

    func error() -> MySQLError {
        MySQLError(
            action: "run '\(sql.prefix(60))'", code: mysql_stmt_errno(handle),
            reason: String(cString: mysql_stmt_error(handle)))
    }
}
