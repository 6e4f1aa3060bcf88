/// What is noted of creates beside the manifests: the last one, and the one before while that is not over.
///
/// A JSON document: the last one's members, and `previous`.
package struct AttemptNote: Sendable, Equatable, Codable {
    package var latest: Attempt
    package var previous: Attempt?

    package init(_ latest: Attempt, after previous: Attempt? = nil) {
        self.latest = latest
        self.previous = previous
    }

    private enum CodingKeys: String, CodingKey {
        case previous
    }

    package init(from decoder: any Decoder) throws {
        latest = try Attempt(from: decoder)
        previous = try decoder.container(keyedBy: CodingKeys.self).decodeIfPresent(Attempt.self, forKey: .previous)
    }

    package func encode(to encoder: any Encoder) throws {
        try latest.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeIfPresent(previous, forKey: .previous)
    }

    package func encoded() throws(BackupError) -> [UInt8] {
        try JSONDocument.encode(self, titled: "the note of the last create")
    }

    /// Reads the document; nil when it is damaged, which is as if there were none.
    package init?(decoding bytes: [UInt8]) {
        guard let note = JSONDocument.decode(Self.self, from: bytes) else { return nil }
        self = note
    }
}
