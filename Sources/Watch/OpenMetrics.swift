/// A text in the format of OpenMetrics 1.0, family by family.
struct OpenMetrics {
    enum Kind: String {
        case counter, gauge, histogram, info
    }

    static let mediaType = "application/openmetrics-text; version=1.0.0; charset=utf-8"

    typealias Labels = KeyValuePairs<String, String>

    private var lines = ""
    private var name = ""

    /// The whole document, which ends with a mark of its own, so that half of one is none.
    var text: String { lines + "# EOF\n" }

    /// Begins a family; its samples follow.
    mutating func family(_ name: String, _ kind: Kind, _ help: String) {
        self.name = name
        lines += "# TYPE \(name) \(kind.rawValue)\n# HELP \(name) \(Self.escaped(help))\n"
    }

    /// Adds a sample to the family that was begun last.
    mutating func add(_ suffix: String, _ labels: Labels, _ value: some Numeric) {
        let list = labels.map { "\($0.key)=\"\(Self.escaped($0.value))\"" }.joined(separator: ",")
        lines += "\(name)\(suffix)\(list.isEmpty ? "" : "{\(list)}") \(value)\n"
    }

    /// Adds all of a histogram that has one label.
    mutating func add(_ histogram: Histogram, _ label: (name: String, value: String)) {
        let counts = histogram.cumulated
        for (bound, count) in zip(Histogram.bounds.map { "\($0)" } + ["+Inf"], counts) {
            add("_bucket", [label.name: label.value, "le": bound], count)
        }
        add("_count", [label.name: label.value], counts.last ?? 0)
        add("_sum", [label.name: label.value], histogram.sum)
    }

    mutating func counter(_ name: String, _ help: String, _ value: some Numeric) {
        family(name, .counter, help)
        add("_total", [:], value)
    }

    mutating func gauge(_ name: String, _ help: String, _ value: some Numeric) {
        family(name, .gauge, help)
        add("", [:], value)
    }

    mutating func gauge(_ name: String, _ help: String, _ isSo: Bool) { gauge(name, help, isSo ? 1 : 0) }

    private static func escaped(_ text: String) -> String {
        text.unicodeScalars.reduce(into: "") { escaped, scalar in
            switch scalar {
            case "\\": escaped += "\\\\"
            case "\"": escaped += "\\\""
            case "\n": escaped += "\\n"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
    }
}
