import FoundationEssentials

/// How the documents beside the backups are written: one member a line, keys in order, times as ISO 8601.
enum JSONDocument {
    /// - Throws: ``BackupError/storageFailed(reason:)``, which names the document as `title` does.
    static func encode(_ value: some Encodable, titled title: String) throws(BackupError) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
        do {
            return Array(try encoder.encode(value)) + [UInt8(ascii: "\n")]
        } catch {
            throw .storageFailed(reason: "\(title) could not be written as JSON: \(error)")
        }
    }

    /// Reads a document; nil when it is damaged: what is wrong with it does not matter to those who read these.
    static func decode<Value: Decodable>(_ type: Value.Type, from bytes: [UInt8]) -> Value? {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        return try? decoder.decode(type, from: Data(bytes))
    }
}
