/// One thing that was looked at, and what was seen.
package struct Observation: Sendable, Equatable {
    package enum Level: String, Sendable {
        case ok
        /// A backup can be made and fetched; something is not as it ought to be, or could not be looked at.
        case warn
        /// A backup cannot be made, fetched or relied on, or others can get at it.
        case fail
    }

    package let level: Level
    /// What was looked at, such as `rights`.
    package let subject: String
    package let seen: String
    /// The remedy; nil where nothing is wrong.
    package let hint: String?

    static func ok(_ subject: String, _ seen: String) -> Observation {
        Observation(level: .ok, subject: subject, seen: seen, hint: nil)
    }

    static func warn(_ subject: String, _ seen: String, hint: String) -> Observation {
        Observation(level: .warn, subject: subject, seen: seen, hint: hint)
    }

    static func fail(_ subject: String, _ seen: String, hint: String) -> Observation {
        Observation(level: .fail, subject: subject, seen: seen, hint: hint)
    }

    /// A failure in the words of an error, whose hint stands behind it.
    static func fail(_ subject: String, _ error: some Error, hint: String) -> Observation {
        let words = "\(error)"
        guard let place = words.firstRange(of: "\nhint: ") else { return .fail(subject, words, hint: hint) }
        return .fail(subject, String(words[..<place.lowerBound]), hint: String(words[place.upperBound...]))
    }
}

extension ConfigurationError {
    /// Each problem as a doctor tells it.
    package var observations: [Observation] {
        problems.map { .fail("configuration", "\($0.setting) \($0.problem)", hint: $0.hint) }
            + [.warn("all else", "not looked at: that takes good settings", hint: "mend them, then ask again")]
    }
}
