import CMySQL

extension Statement {
    /// Fetches a value that did not fit its buffer; the C function is `mysql_stmt_fetch_column`.
    func appendWholeValue(
        ofColumn index: Int, length: Int, to fetched: inout RowValues
    ) throws(MySQLError) {
        let buffer = UnsafeMutableRawPointer.allocate(byteCount: length, alignment: 8)
        let bind = mysql_binds_new(1)
        var (fetchedLength, isNull) = (UInt(0), UInt8(0))
        defer {
            buffer.deallocate()
            free(bind)
        }
        try withUnsafeMutablePointers(&fetchedLength, &isNull) { lengthPointer, nullPointer throws(MySQLError) in
            mysql_bind_column(bind, 0, buffer, UInt(length), lengthPointer, nullPointer)
            guard mysql_stmt_fetch_column(handle, bind, UInt32(index), 0) == 0 else { throw error() }
        }
        fetched.append(UnsafeRawBufferPointer(start: buffer, count: length))
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
