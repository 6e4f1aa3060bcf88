import FoundationEssentials

/// What is known of one backup beside its row: enough to prove the file and to put the row back.
///
/// Kept as a JSON document of its own beside the file, readable without this program.
package struct BackupManifest: Sendable, Equatable, Codable {
    package static let currentVersion = 1
    /// What a TIMESTAMP column takes everywhere.
    private static let times = 1..<(1 << 31)

    package var version = currentVersion
    package var fileName: String
    /// When the dump was proved complete, in seconds since 1970.
    package var createdAt: Int
    package var createdBy: UInt64?
    package var dump: DumpDescription
    package var sqlBytes: Int64
    package var fileBytes: Int64
    /// Of the file, in lower-case hexadecimal.
    package var sha256: String
    /// Of the SQL text, as the gzip trailer has it (RFC 1952 §2.3.1).
    package var crc32: UInt32

    package init(
        fileName: String, createdAt: Int, createdBy: UInt64?, dump: DumpDescription, sqlBytes: Int64, fileBytes: Int64,
        sha256: String, crc32: UInt32
    ) {
        self.fileName = fileName
        self.createdAt = createdAt
        self.createdBy = createdBy
        self.dump = dump
        self.sqlBytes = sqlBytes
        self.fileBytes = fileBytes
        self.sha256 = sha256
        self.crc32 = crc32
    }

    /// The document, one member a line, keys in order.
    package func encoded() throws(BackupError) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        do {
            return Array(try encoder.encode(self)) + [UInt8(ascii: "\n")]
        } catch {
            throw .storageFailed(reason: "the manifest of '\(fileName)' could not be written as JSON: \(error)")
        }
    }

    /// Reads a document; nil when it is damaged or of a version this program does not know.
    package init?(decoding bytes: [UInt8]) {
        // What is wrong with a damaged document does not matter: the caller leaves its file alone.
        guard let manifest = try? JSONDecoder().decode(Self.self, from: Data(bytes)),
            manifest.version == Self.currentVersion, Self.times ~= manifest.createdAt, manifest.fileBytes >= 0
        else { return nil }
        self = manifest
    }
}

/// By what and of what a dump was made.
package struct DumpDescription: Sendable, Equatable, Codable {
    package var database: String
    package var serverVersion: String
    package var clientVersion: String
    package var options: [String]

    package init(database: String, serverVersion: String, clientVersion: String, options: [String]) {
        self.database = database
        self.serverVersion = serverVersion
        self.clientVersion = clientVersion
        self.options = options
    }
}
