package import FoundationEssentials

/// What is known of one backup beside its row: enough to prove the file, to read a part of it and to put the row back.
///
/// Kept as a JSON document of its own beside the file, readable without this program; README.md explains its members.
package struct BackupManifest: Sendable, Equatable {
    package static let currentVersion = 2
    /// What a TIMESTAMP column takes everywhere.
    private static let times = Date(timeIntervalSince1970: 1)..<Date(timeIntervalSince1970: 0x8000_0000)

    package var version = currentVersion
    package var fileName: String
    /// In whole seconds.
    package var createdAt: Date
    package var createdBy: UInt64?
    package var dump: DumpDescription
    /// What the server said the rows took before the dump, in bytes.
    package var dataBytes: Int64
    package var sqlBytes: Int64
    package var fileBytes: Int64
    /// Of the file, in lower-case hexadecimal.
    package var sha256: String
    /// Of the SQL text, as the gzip trailer has it (RFC 1952 §2.3.1).
    package var crc32: UInt32
    package var census: CensusComparison
    package var tables: [StoredTable]
    package var segments: [Segment]
    /// When the dump was proved complete.
    package var provedAt: Date
    /// When it was last restored in a drill, and how many seconds that took.
    package var restoredAt: Date?
    package var restoreSeconds: Int?
    /// The hash of the key under which the backup was asked for.
    package var requestKey: String?

    /// The document's text.
    package func encoded() throws(BackupError) -> [UInt8] {
        try JSONDocument.encode(self, titled: "the manifest of '\(fileName)'")
    }

    /// Reads the document of a backup; nil when it is damaged, or of a version before those that are known.
    ///
    /// - Throws: ``BackupError/newerManifest(file:version:)``
    package init?(decoding bytes: [UInt8], of name: StoredName) throws(BackupError) {
        // A document that tells no version is damaged, which the next line finds.
        let found = JSONDocument.decode(VersionOnly.self, from: bytes)?.version
        if let found, found > Self.currentVersion { throw .newerManifest(file: "\(name)", version: found) }
        self.init(decoding: bytes)
    }

    /// What every version of the document tells.
    private struct VersionOnly: Decodable {
        let version: Int
    }

    /// Reads a document; nil when it is damaged or of a version this program does not know.
    package init?(decoding bytes: [UInt8]) {
        guard let manifest = JSONDocument.decode(Self.self, from: bytes), manifest.isPlausible else { return nil }
        self = manifest
    }

    /// Whether times and numbers are such as can be worked with.
    private var isPlausible: Bool {
        guard version == Self.currentVersion, Self.times ~= createdAt, fileBytes >= 0, sqlBytes >= 0 else {
            return false
        }
        var (end, text): (Int64, Int64) = (0, 0)
        for segment in segments {
            guard segment.offset >= end, segment.length >= 0, segment.sqlBytes >= 0 else { return false }
            guard segment.length <= fileBytes - segment.offset, segment.sqlBytes <= sqlBytes - text else {
                return false
            }
            end = segment.offset + segment.length
            text += segment.sqlBytes
        }
        return tables.allSatisfy {
            $0.offset >= 0 && $0.length >= 0 && $0.offset <= fileBytes && $0.length <= fileBytes - $0.offset
        }
    }
}

extension BackupManifest: Codable {
    private enum CodingKeys: String, CodingKey {
        case version, sha256, crc32, census, tables, segments
        case fileName = "filename"
        case createdAt = "created_at"
        case createdBy = "created_by"
        case dump
        case dataBytes = "data_bytes"
        case sqlBytes = "sql_bytes"
        case fileBytes = "file_bytes"
        case provedAt = "proved_at"
        case restoredAt = "restored_at"
        case restoreSeconds = "restore_seconds"
        case requestKey = "request_key_sha256"
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

    private enum CodingKeys: String, CodingKey {
        case database, options
        case serverVersion = "server_version"
        case clientVersion = "client_version"
    }
}

/// What the schema held, and what its dump was found to hold.
package struct CensusComparison: Sendable, Equatable, Codable {
    package var expected: Census
    package var found: Census

    package init(expected: Census, found: Census) {
        self.expected = expected
        self.found = found
    }
}
