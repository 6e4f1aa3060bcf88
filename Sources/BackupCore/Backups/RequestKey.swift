import Digest

/// A name that a caller gives to a create, so that asking again brings the same backup and not a second one.
///
/// What is kept of it, in the manifest, is a hash of user and key: users cannot get at each other's, and it tells
/// nothing.
package struct RequestKey: Sendable, Equatable {
    /// How long a key counts, in seconds.
    package static let lifetime = 86400.0

    package let hash: String

    package init(_ key: String, of user: Identity) { hash = SHA256.hex(of: "\(user.userID):\(key)") }
}

extension BackupService {
    /// The backup that was made under this key, while the key counts and the backup is there.
    ///
    /// A key goes with its backup: once that is deleted, nobody may be told that there is one.
    func backup(under key: RequestKey) throws(BackupError) -> Backup? {
        let now = clock.second
        let folder = try storage.open()
        for backup in try catalog.all().newestFirst {
            // An hour that a time zone's text has twice, and more.
            guard let time = backup.createdAt, now.timeIntervalSince(time) < 2 * RequestKey.lifetime else { break }
            guard let file = backup.file, let size = try folder.size(of: file),
                let manifest = manifest(of: file, sized: size, in: folder), manifest.requestKey == key.hash,
                now.timeIntervalSince(manifest.createdAt) < RequestKey.lifetime
            else { continue }
            log.info("a create was answered with the backup it made before", ["id": backup.id, "file": file])
            return backup
        }
        return nil
    }
}
