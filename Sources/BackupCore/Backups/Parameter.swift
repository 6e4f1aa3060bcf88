/// What a request may say about what it wants, by the name that it uses for it.
package enum Parameter: String, Sendable, CaseIterable {
    case perPage = "per_page"
    case idempotencyKey = "Idempotency-Key"

    /// What a parameter must be.
    package enum Rule: Sendable, Equatable {
        case integer
        case atLeast(Int)
        case atMost(Int)
        case present
        case printableASCII
        /// In characters.
        case noLongerThan(Int)
    }
}

extension Parameter.Rule: CustomStringConvertible {
    package var description: String {
        switch self {
        case .integer: "an integer"
        case .atLeast(let least): "at least \(least)"
        case .atMost(let most): "at most \(most)"
        case .present: "not empty"
        case .printableASCII: "printable ASCII"
        case .noLongerThan(let longest): "of at most \(longest) characters"
        }
    }
}
