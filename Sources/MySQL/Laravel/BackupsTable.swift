package import BackupCore
import FoundationEssentials
package import Posix

/// The ERP's table `database_backups`, as Laravel's migration made it.
package struct BackupsTable: BackupCatalog {
    private let database: Database
    private let localTime: LocalTime

    package init(in database: Database, localTime: LocalTime) {
        self.database = database
        self.localTime = localTime
    }

    package func page(size: Int, offset: Int) throws(BackupError) -> BackupPage {
        try asking { () throws(MySQLError) in
            try database.read { connection throws(MySQLError) in
                let rows = try connection.query(
                    Self.page, [.integer(UInt64(size)), .integer(UInt64(offset))])
                // Past the end there is no row that could tell how many there are.
                let counted = rows.isEmpty ? try connection.query(Self.count) : rows
                return BackupPage(
                    backups: rows.map { backup(in: $0, from: 1) }, total: counted.first?.integer(0) ?? 0)
            }
        }
    }

    private static let count = "SELECT COUNT(*) FROM database_backups"

    private static let page = ActiveUsers.query { users in
        """
        SELECT (\(count)), \(columns(users)) ORDER BY b.created_at DESC, b.id DESC LIMIT ? OFFSET ?
        """
    }

    package func all() throws(BackupError) -> [Backup] { try backups("ORDER BY b.id") }

    package func find(_ id: UInt64) throws(BackupError) -> Backup? {
        try backups("WHERE b.id = ?", [.integer(id)]).first
    }

    package func ids(of file: StoredName) throws(BackupError) -> [UInt64] {
        // The collation takes names for equal that are not: the bytes decide.
        try backups("WHERE b.path = ?", [.text(file.path)])
            .filter { Array($0.path.utf8) == Array(file.path.utf8) }.map(\.id)
    }

    package func insert(_ backup: NewBackup) throws(BackupError) -> UInt64 {
        try asking { () throws(MySQLError) in
            do throws(MySQLError) {
                return try insert(backup, creator: backup.createdBy.map { .integer($0) } ?? .null)
            } catch  where error.isMissingReference {
                return try insert(backup, creator: .null)
            }
        }
    }

    package func remove(_ id: UInt64) throws(BackupError) {
        try asking { () throws(MySQLError) in
            _ = try database.write { connection throws(MySQLError) in
                try connection.query("DELETE FROM database_backups WHERE id = ?", [.integer(id)])
            }
        }
    }

    private func insert(_ backup: NewBackup, creator: Value) throws(MySQLError) -> UInt64 {
        let time = Value.text(localTime.text(ofSeconds: Int(backup.createdAt.timeIntervalSince1970)))
        return try database.write { connection throws(MySQLError) in
            _ = try connection.query(
                """
                INSERT INTO database_backups (filename, disk, path, size_bytes, created_by, created_at, updated_at)
                VALUES (?, 'local', ?, ?, ?, ?, ?)
                """,
                [
                    .text(backup.file.description), .text(backup.file.path), .integer(UInt64(backup.sizeInBytes)),
                    creator,
                    time, time,
                ])
            return connection.lastInsertID
        }
    }

    private func backups(_ condition: String, _ values: [Value] = []) throws(BackupError) -> [Backup] {
        try asking { () throws(MySQLError) in
            try database.read { connection throws(MySQLError) in
                try connection.query(ActiveUsers.query { "SELECT \(Self.columns($0)) \(condition)" }, values)
            }
            .map { backup(in: $0, from: 0) }
        }
    }

    /// The columns of a backup, and the tables they are of.
    private static func columns(_ users: ActiveUsers) -> String {
        """
        b.id, b.filename, b.disk, b.path, b.size_bytes, b.created_by, \(users.exists), u.name,
            b.created_at, b.updated_at
        FROM \(users.tables)database_backups b LEFT JOIN users u ON u.id = b.created_by
        """
    }

    private func backup(in row: Row, from first: Int) -> Backup {
        let createdBy: UInt64? = row.integer(first + 5)
        let creator = createdBy.map { Backup.Creator(id: $0, name: row[first + 7] ?? "") }
        // PHP's integers end where a signed 64-bit number does; a larger size shows as that.
        let size: UInt64 = row.integer(first + 4) ?? 0
        return Backup(
            id: row.integer(first) ?? 0, fileName: row[first + 1] ?? "", disk: row[first + 2] ?? "",
            path: row[first + 3] ?? "", sizeInBytes: Int64(clamping: size), createdBy: createdBy,
            creator: row[first + 6] == "1" ? creator : nil,
            createdAt: localTime.date(of: row.bytes(first + 8)), updatedAt: localTime.date(of: row.bytes(first + 9)))
    }
}

extension LocalTime {
    /// The instant a column holds; NULL and what is no time are none.
    func date(of column: ArraySlice<UInt8>?) -> Date? {
        column.flatMap { seconds(of: $0) }.map { Date(timeIntervalSince1970: Double($0)) }
    }
}
