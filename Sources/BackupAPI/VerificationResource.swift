import BackupCore

/// What is known of one backup's file, as the API shows it.
struct VerificationResource {
    let found: FoundFile

    init(_ found: FoundFile) { self.found = found }

    var json: JSON {
        let manifest = found.manifest
        return [
            "id": JSON(found.backup.id),
            "filename": .text(found.backup.fileName),
            "sha256": JSON(manifest?.sha256),
            "file_bytes": manifest.map { .integer($0.fileBytes) } ?? nil,
            "sql_bytes": manifest.map { .integer($0.sqlBytes) } ?? nil,
            "proved_at": JSON(manifest.map { Timestamp.text($0.provedAt) }),
            "restored_at": JSON(manifest?.restoredAt.map(Timestamp.text)),
            "restore_seconds": JSON(manifest?.restoreSeconds),
            "census": manifest.map {
                ["expected": Self.json($0.census.expected), "found": Self.json($0.census.found)]
            } ?? nil,
        ]
    }

    /// A list of names, in order, for each kind.
    private static func json(_ census: Census) -> JSON {
        .object(
            Census.Kind.allCases.map { kind in
                JSON.Member(
                    name: kind.rawValue, value: .array(census[kind].sorted().map { .text($0.description) }))
            })
    }
}
