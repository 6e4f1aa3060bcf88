import BackupCore

/// What a dump program complained of, and what is usually behind it.
struct DumpDiagnosis {
    /// How much of the complaints is kept: the first ones tell the cause, the last ones the end.
    private static let kept = 4096

    private var first: [UInt8] = []
    private var last: [UInt8] = []

    mutating func append(_ bytes: ArraySlice<UInt8>) {
        let room = Self.kept - first.count
        first += bytes.prefix(room)
        last = (last + bytes.dropFirst(room)).suffix(Self.kept)
    }

    /// The error for the operator: what happened, the program's own words, and a hint where the cause is known.
    ///
    /// How the program ended speaks first. Of its words the last known ones count: it ends at what it cannot get over,
    /// and has passed over what it complained of before.
    func failure(_ reason: String) -> BackupError {
        // The programs say of each of our own `--loose-` options that they do not know it.
        let lines = String(decoding: first + last, as: UTF8.self).split(separator: "\n").filter {
            !$0.contains("unknown variable 'loose-")
        }
        var text = reason
        if !lines.isEmpty { text += ": \(lines.joined(separator: "; "))" }
        let hint =
            KnownFailure.hint(for: .end(reason))
            ?? lines.reversed().lazy.compactMap { KnownFailure.hint(for: .complaint(DumpComplaint(String($0)))) }.first
        if let hint { text += "\nhint: \(hint)" }
        return .dumpFailed(reason: text)
    }
}

/// One line that a dump program wrote to its standard error.
struct DumpComplaint: Equatable {
    let words: String
    /// The number of the server's or the client library's error that the line reports.
    let code: Int?

    /// Reads the number where, and only where, MySQL's and MariaDB's programs put it: a name may hold any number.
    ///
    ///     mysqldump: Got error: 1045: Access denied for user 'erp'@'localhost' (using password: YES) when trying to connect
    ///     mysqldump: Error 2013: Lost connection to MySQL server during query when dumping table `t` at row: 2
    ///     mysqldump: Couldn't execute 'show create table `t`': Table 'erp.t' doesn't exist (1146)
    init(_ line: String) {
        words = line
        // What follows the program's name.
        let text = line.firstRange(of: ": ").map { line[$0.upperBound...] } ?? line[...]
        if let start = ["Got error: ", "Error "].first(where: text.hasPrefix),
            let number = text.dropFirst(start.count).firstRange(of: ": ").map({
                text.dropFirst(start.count)[..<$0.lowerBound]
            }), let code = Int(number)
        {
            self.code = code
        } else if text.hasPrefix("Couldn't execute "), line.hasSuffix(")"), let open = line.lastIndex(of: "(") {
            code = Int(line[line.index(after: open)...].dropLast())
        } else {
            code = nil
        }
    }
}
