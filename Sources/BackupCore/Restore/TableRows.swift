/// What can be said of a table's rows without keeping them.
package struct TableRows: Sendable, Equatable {
    package private(set) var count: Int64 = 0
    /// The columns as the INSERTs list them; empty where they do not.
    package var columns: [String] = []
    /// The sum of the rows' SHA-256, as four numbers that overflow: the order of the rows makes no difference, as it is
    /// the server's choice.
    private var sum = SIMD4<UInt64>()

    package init() {}

    package mutating func add(_ row: RowHash) {
        count += 1
        sum &+= row.sum
    }
}
