package import FoundationEssentials

/// How things stand with the backups that are kept.
package struct Standing: Sendable {
    /// All rows, newest first.
    package var backups: [Backup] = []
    /// Bytes of the files that are there.
    package var bytes: Int64 = 0
    /// Rows of this disk whose file is gone, or not as large as its manifest says, or the row where there is none.
    package var broken: [Backup] = []
    /// The newest whose file is there and was proved.
    package var newestProved: Proved?
    /// The last drill of any of them.
    package var newestDrill: Drilled?
    /// Backups whose row and manifest do not agree when they were made.
    package var misdated: [Misdated] = []
    /// Part files: of a backup in progress, or of one that was cut off.
    package var parts: [String] = []

    package struct Proved: Sendable {
        package let backup: Backup
        package let at: Date
    }

    package struct Drilled: Sendable {
        package let backup: Backup
        package let at: Date
        package let seconds: Int?
    }

    package struct Misdated: Sendable {
        package let backup: Backup
        /// How much later the row says it was made.
        package let secondsLate: Int
    }

    package init() {}
}

extension BackupService {
    /// Looks at rows, files and manifests; asks no lock and changes nothing.
    package func standing() throws(BackupError) -> Standing {
        let folder = try storage.open()
        var standing = Standing()
        standing.parts = try folder.parts()
        standing.backups = try catalog.all().newestFirst
        for backup in standing.backups {
            guard let file = backup.file else { continue }
            guard let size = try folder.size(of: file) else {
                standing.broken.append(backup)
                continue
            }
            standing.bytes += size
            let manifest: BackupManifest?
            // What a newer version wrote is for that version to judge.
            do throws(BackupError) { manifest = try folder.manifest(of: file) } catch .newerManifest { continue }
            if size != manifest?.fileBytes ?? backup.sizeInBytes {
                standing.broken.append(backup)
            } else if let manifest {
                standing.add(backup, manifest)
            }
        }
        return standing
    }

    /// Looks ahead to a backup made now.
    ///
    /// - Throws: ``BackupError/dumpFailed(reason:)`` when one would be refused.
    package func forecast() throws(BackupError) -> Forecast {
        forecast(of: try dumper.plan(), after: try catalog.all(), in: try storage.open())
    }
}

extension Standing {
    fileprivate mutating func add(_ backup: Backup, _ manifest: BackupManifest) {
        if newestProved == nil { newestProved = Proved(backup: backup, at: manifest.provedAt) }
        if let at = manifest.restoredAt, at > newestDrill?.at ?? .distantPast {
            newestDrill = Drilled(backup: backup, at: at, seconds: manifest.restoreSeconds)
        }
        if let written = backup.createdAt {
            let late = Int(written.timeIntervalSince(manifest.createdAt))
            if abs(late) >= 60 { misdated.append(Misdated(backup: backup, secondsLate: late)) }
        }
    }
}
