package import FoundationEssentials

/// One backup as the catalog knows it.
package struct Backup: Sendable, Equatable {
    package struct Creator: Sendable, Equatable, Codable {
        package let id: UInt64
        package let name: String

        package init(id: UInt64, name: String) {
            self.id = id
            self.name = name
        }
    }

    package var id: UInt64
    package var fileName: String
    /// The Laravel disk the file is on.
    package var disk: String
    /// Relative to the disk's root, such as `backups/backup_2026-02-23_143000.sql.gz`.
    package var path: String
    package var sizeInBytes: Int64
    package var createdBy: UInt64?
    /// The user behind ``createdBy``; nil when he is gone.
    package var creator: Creator?
    package var createdAt: Date?
    package var updatedAt: Date?

    package init(
        id: UInt64, fileName: String, disk: String, path: String, sizeInBytes: Int64, createdBy: UInt64?,
        creator: Creator?, createdAt: Date?, updatedAt: Date?
    ) {
        self.id = id
        self.fileName = fileName
        self.disk = disk
        self.path = path
        self.sizeInBytes = sizeInBytes
        self.createdBy = createdBy
        self.creator = creator
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }

    /// The disk whose files are kept here.
    package static let localDisk = "local"

    /// The file this row names; nil when it is on another disk, or its path leads anywhere but straight into the
    /// folder.
    package var file: StoredName? { disk == Self.localDisk ? StoredName(path: path) : nil }
}

extension [Backup] {
    /// In the order of the list: by time, and by id where that is the same; those without a time come last.
    var newestFirst: [Backup] {
        sorted { ($0.createdAt ?? .distantPast, $0.id) > ($1.createdAt ?? .distantPast, $1.id) }
    }
}
