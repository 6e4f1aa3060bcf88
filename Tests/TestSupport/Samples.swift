package import BackupCore
package import FoundationEssentials

extension Date {
    /// Monday, 2026-02-23 14:30:00 UTC.
    package static let sample = Date(timeIntervalSince1970: 1_771_857_000)

    /// Such as `2026-02-23 14:30:00`, in UTC.
    package var asUTC: String { String(ISO8601Format().map { $0 == "T" ? " " : $0 }.dropLast()) }
}

extension Identity {
    package static let administrator = Identity(userID: 1, userName: "Admin")
}

extension StoredName {
    /// A name that is known to be good.
    package static func sample(_ name: String) -> StoredName {
        guard let name = StoredName(name) else { preconditionFailure("'\(name)' is no name for a backup") }
        return name
    }
}

extension Backup {
    /// A backup made at `time` and named after it.
    package static func sample(id: UInt64, at time: Date? = .sample, file: StoredName? = nil) -> Backup {
        let file = file ?? BackupName(localTime: (time ?? .sample).asUTC).file
        return Backup(
            id: id, fileName: file.description, disk: "local", path: file.path, sizeInBytes: 5_242_880, createdBy: 1,
            creator: Creator(id: 1, name: "Admin"), createdAt: time, updatedAt: time)
    }
}

extension BackupManifest {
    /// The manifest of a file of so many bytes.
    package static func sample(of file: StoredName, bytes: Int, at time: Date = .sample) -> BackupManifest {
        sample(of: file, file: Measured(bytes: Int64(bytes), sha256: String(repeating: "0", count: 64)), at: time)
    }

    /// The manifest of a file that holds its text as it is, as ``PlainCompressor`` makes it.
    package static func sample(of name: StoredName, file: Measured, at time: Date = .sample) -> BackupManifest {
        let segment = Segment(offset: 0, length: file.bytes, sqlBytes: file.bytes, crc32: 0)
        let text = CompressedText(sqlBytes: file.bytes, crc32: 0, segments: [segment])
        do {
            let dump = try ProvedDump(plan: FakeDumper.plan, text: text, contents: FakeDumper.contents)
            return BackupManifest(of: dump, named: name, file: file, at: time, by: 1)
        } catch {
            preconditionFailure("the sample is no dump: \(error)")
        }
    }
}

extension TokenRecord {
    /// A good token of the administrator's.
    package static func sample(id: UInt64, secret: String) -> TokenRecord {
        guard let token = AccessToken(authorization: "Bearer \(id)|\(secret)") else {
            preconditionFailure("'\(secret)' is no secret")
        }
        return TokenRecord(
            id: id, hash: token.hash, ownerType: "App\\Models\\User", createdAt: .sample, expiresAt: nil,
            lastUsedAt: nil, user: .administrator, holdsPermission: false)
    }
}
