import BackupCore

/// The line that newer dump programs of MariaDB write first.
///
/// It forbids their own client whatever reaches out of the database. Older clients, and MySQL's, may take it for an
/// unknown command.
struct SandboxLine {
    private static let line = Array("/*M!999999\\- enable the sandbox mode */".utf8)
    /// Patch levels from which on a release knows the line; later releases all do.
    private static let knownSince: [[Int]: Int] = [
        [10, 4]: 34, [10, 5]: 25, [10, 6]: 18, [10, 11]: 8, [11, 0]: 6, [11, 1]: 5, [11, 2]: 4, [11, 4]: 2,
    ]

    /// Whether a client of that `--version` knows the line.
    static func isKnown(to version: String) -> Bool {
        guard
            let number = version.split(whereSeparator: { $0 == " " || $0 == "," }).first(where: {
                $0.contains("-MariaDB")
            })
        else { return false }
        let parts = number.prefix { $0 != "-" }.split(separator: ".").compactMap { Int($0) }
        guard parts.count == 3 else { return false }
        if let patch = knownSince[[parts[0], parts[1]]] { return parts[2] >= patch }
        return parts[0] > 11 || (parts[0] == 11 && parts[1] > 4)
    }

    /// What came before it is known whether it is the line; nil from then on.
    private(set) var beginning: [UInt8]? = []

    /// Takes in the next bytes of the beginning.
    ///
    /// - Returns: all that came so far, of the line at the very start only its end; nil while it may still become the
    ///   line.
    mutating func take(_ bytes: RawSpan) -> [UInt8]? {
        var text = beginning ?? []
        bytes.withUnsafeBytes { text.append(contentsOf: $0) }
        let line = text.prefix { $0 != UInt8(ascii: "\n") }
        // A blank may stand behind it.
        if line.count == text.count, text.count <= Self.line.count + 1 {
            beginning = text
            return nil
        }
        beginning = nil
        let isIt = line.count < text.count && [Self.line, Self.line + [0x20]].contains(Array(line))
        return isIt ? Array(text[line.count...]) : text
    }
}
