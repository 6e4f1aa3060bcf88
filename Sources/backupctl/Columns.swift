/// What the lines of a result hold, from left to right.
struct Columns {
    private let all: [(name: String, width: Int)]

    private init(_ all: (name: String, width: Int)...) { self.all = all }

    static let backups = Columns(("id", 6), ("time (UTC)", 20), ("bytes", 14), ("file", 0))
    static let verifications = Columns(("id", 6), ("result", 8), ("text bytes", 14), ("file", 0))
    static let restorations = Columns(("id", 6), ("result", 8), ("text bytes", 14), ("database", 0))
    static let drills = Columns(("id", 6), ("result", 8), ("rows", 12), ("seconds", 8), ("file", 0))
    static let repairs = Columns(("what", 14), ("file", 0))

    var names: [String] { all.map(\.name) }

    /// One below the other for a reader, and with tabs between them for a program; what would end a column or steer a
    /// terminal becomes a `?`.
    func line(_ values: [String], forReader: Bool) -> String {
        guard forReader else { return values.map(\.printable).joined(separator: "\t") + "\n" }
        let cells = zip(values, all).map { value, column in
            value.printable + String(repeating: " ", count: max(column.width - value.count, 0))
        }
        return cells.joined(separator: "  ") + "\n"
    }
}
