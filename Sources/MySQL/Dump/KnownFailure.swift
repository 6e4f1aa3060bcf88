/// A failure of a dump that the field knows: the signs it shows, and cause and remedy for the operator.
///
/// The table is read from the top, so that the more particular comes first. The words are those of MySQL's and
/// MariaDB's programs and servers: of MySQL 9.7 and MariaDB 10.11 as they were seen, of others as their sources and
/// users have them.
struct KnownFailure {
    /// What a diagnosis looks at.
    enum Evidence {
        /// How the program ended, in our words.
        case end(String)
        case complaint(DumpComplaint)
    }

    enum Sign {
        case end(String)
        /// One of these numbers.
        case error([Int])
        /// These words in a line with one of these numbers, or in one that bears none.
        case words(String, with: [Int?])

        func isShown(by evidence: Evidence) -> Bool {
            switch (self, evidence) {
            case (.end(let part), .end(let reason)): reason.contains(part)
            case (.error(let codes), .complaint(let complaint)): complaint.code.map(codes.contains) ?? false
            case (.words(let words, let codes), .complaint(let complaint)):
                codes.contains(complaint.code) && complaint.words.contains(words)
            case (.end, .complaint), (.error, .end), (.words, .end): false
            }
        }
    }

    private let signs: [Sign]
    private let hint: String

    init(_ signs: Sign..., hint: String) {
        self.signs = signs
        self.hint = hint
    }

    static func hint(for evidence: Evidence) -> String? {
        all.first { failure in failure.signs.contains { $0.isShown(by: evidence) } }?.hint
    }
}
