import BackupCore

/// What is said of a dump, or a restore, in progress.
struct ProgressText {
    private let state: DumpProgress.State
    private let pace: Pace

    /// What is read or written, where there are several; may be empty.
    private let name: String

    init(_ state: DumpProgress.State, pace: Pace, of name: String = "") {
        self.name = name
        self.state = state
        self.pace = pace
    }

    /// Of what was foreseen; never a hundred before the end, whatever was foreseen.
    var percent: Int? {
        guard let expected = state.expectedSQLBytes, expected > 0, state.phase != .preparing else { return nil }
        return isMoving ? min(Int(Double(state.sqlBytes) / Double(expected) * 100), 99) : 99
    }

    /// Whether text goes by, and not something that takes a moment before or after.
    private var isMoving: Bool { [.dumping, .restoring].contains(state.phase) || isReading }

    /// Whether bytes of a file go by.
    private var isReading: Bool { state.phase == .verifying && state.expectedSQLBytes != nil }

    private var secondsLeft: Int? {
        guard let expected = state.expectedSQLBytes, expected > state.sqlBytes, let rate = pace.bytesPerSecond,
            rate >= 1
        else { return nil }
        return Int(min(Double(expected - state.sqlBytes) / rate, 1e9))
    }

    var fields: Log.Fields {
        [
            "percent": percent.map { "\($0)" } ?? "-", isReading ? "file_bytes" : "sql_bytes": state.sqlBytes,
            "bytes_per_second": pace.bytesPerSecond.map { "\(Int($0))" } ?? "-",
            "seconds_left": secondsLeft.map { "\($0)" } ?? "-", "table": state.table.map { "\($0)" } ?? "-",
        ]
    }

    /// One line that fits into so many columns.
    func bar(columns: Int) -> String {
        var parts: [String] = []
        if let percent { parts.append(Self.padded("\(percent) %", 4)) }
        if !isMoving || isReading { parts.append(state.phase.rawValue) }
        if isMoving {
            // Once there is more than was foreseen, nobody knows the whole.
            let whole = state.expectedSQLBytes.flatMap { $0 >= state.sqlBytes ? " of \(Self.size(Double($0)))" : nil }
            parts.append(Self.size(Double(state.sqlBytes)) + (whole ?? ""))
            if let rate = pace.bytesPerSecond { parts.append("\(Self.size(rate))/s") }
            if let secondsLeft { parts.append("\(Self.time(secondsLeft)) left") }
        }
        parts.append(name.printable)
        if let table = state.table { parts.append("\(table)".printable) }
        let text = parts.filter { !$0.isEmpty }.joined(separator: "  ")
        let width = min(columns - 1 - text.columns - 4, 30)
        guard let percent, width >= 10 else { return text.cut(toColumns: columns - 1) }
        let filled = width * percent / 100
        let bar = String(repeating: "#", count: filled) + String(repeating: "-", count: width - filled)
        return "[\(bar)]  \(text)"
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(width - text.count, 0)) + text
    }

    /// Three digits and a decimal unit.
    static func size(_ bytes: Double) -> String {
        var (value, unit) = (bytes, 0)
        let units = ["B", "kB", "MB", "GB", "TB", "PB", "EB"]
        while value >= 999.5, unit < units.count - 1 {
            value /= 1000
            unit += 1
        }
        let digits = unit == 0 || value >= 99.95 ? 0 : 1
        let scaled = Int((value * (digits == 1 ? 10 : 1)).rounded())
        return (digits == 1 ? "\(scaled / 10).\(scaled % 10)" : "\(scaled)") + " \(units[unit])"
    }

    /// `4:05`, `1:02:03`.
    static func time(_ seconds: Int) -> String {
        let two = { (number: Int) in (number < 10 ? "0" : "") + "\(number)" }
        let rest = "\(two(seconds / 60 % 60)):\(two(seconds % 60))"
        return seconds >= 3600 ? "\(seconds / 3600):\(rest)" : "\(seconds / 60):\(two(seconds % 60))"
    }
}
