/// Finds the rows in dumps.
package protocol RowScanner: Sendable {
    func scan() -> any RowScan
}

/// One text as it goes by.
package protocol RowScan: ByteSink {
    /// The tables that have rows; to be asked once, at the end.
    func rows() -> [ObjectName: TableRows]
}
