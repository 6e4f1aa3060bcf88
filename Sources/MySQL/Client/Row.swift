/// One row of a result, each column as the server writes it.
///
/// The rows of a result share the bytes of all their values, so that only what is asked for as a String becomes one.
struct Row {
    fileprivate let values: RowValues
    /// The number of its first value.
    fileprivate let first: Int

    subscript(index: Int) -> String? {
        values.withBytes(ofValue: first + index) { $0.map { String(decoding: $0, as: UTF8.self) } }
    }

    /// A column as the bytes that came; nil for NULL.
    func bytes(_ index: Int) -> ArraySlice<UInt8>? { values[first + index] }

    /// A column that is a number; NULL and what is none count as none.
    func integer<Integer: FixedWidthInteger>(_ index: Int) -> Integer? { self[index].flatMap { Integer($0) } }
}

/// The values of a result, one behind the other, row after row.
struct RowValues {
    private var bytes: [UInt8] = []
    /// Where each value ends; the complement of that for NULL.
    private var ends: [Int] = []

    /// Begins with room for as much as `other` holds.
    init(withRoomOf other: (bytes: Int, values: Int)) {
        bytes.reserveCapacity(other.bytes)
        ends.reserveCapacity(other.values)
    }

    var size: (bytes: Int, values: Int) { (bytes.count, ends.count) }

    mutating func append(_ value: UnsafeRawBufferPointer?) {
        guard let value else { return ends.append(~bytes.count) }
        bytes.append(contentsOf: value)
        ends.append(bytes.count)
    }

    func rows(ofColumns count: Int) -> [Row] {
        stride(from: 0, to: ends.count, by: count).map { Row(values: self, first: $0) }
    }

    fileprivate subscript(index: Int) -> ArraySlice<UInt8>? { range(ofValue: index).map { bytes[$0] } }

    /// Lends a value where it lies.
    fileprivate func withBytes<Result>(ofValue index: Int, _ body: (UnsafeRawBufferPointer?) -> Result) -> Result {
        guard let range = range(ofValue: index) else { return body(nil) }
        return bytes.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[range])) }
    }

    private func range(ofValue index: Int) -> Range<Int>? {
        guard ends[index] >= 0 else { return nil }
        let start = index == 0 ? 0 : ends[index - 1]
        return (start < 0 ? ~start : start)..<ends[index]
    }
}
