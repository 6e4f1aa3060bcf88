/// A variable that begins like one of ours and is none: a slip of the pen, or some other program's.
package struct UnknownSetting: Sendable, Equatable {
    package let name: String
    /// The setting that may be meant.
    package let meant: String?

    /// Looks for the one of `known` from which two slips at most lead to `name`.
    init(_ name: String, among known: some Sequence<String>) {
        self.name = name
        let closest = known.sorted().map { ($0, Self.slips(from: $0, to: name)) }.min { $0.1 < $1.1 }
        meant = closest.flatMap { $1 <= 2 ? $0 : nil }
    }

    /// How many letters have to be put in, taken out or exchanged (Levenshtein's distance).
    private static func slips(from one: String, to other: String) -> Int {
        let (one, other) = (Array(one.utf8), Array(other.utf8))
        var above = Array(0...other.count)
        for (row, letter) in one.enumerated() {
            var line = [row + 1]
            for (column, counterpart) in other.enumerated() {
                let exchanged = above[column] + (letter == counterpart ? 0 : 1)
                line.append(min(exchanged, above[column + 1] + 1, line[column] + 1))
            }
            above = line
        }
        return above[other.count]
    }
}
