package import BackupCore
import FoundationEssentials
import Synchronization

/// The rows of a table that exists nowhere.
package final class InMemoryCatalog: BackupCatalog {
    private let state = Mutex((rows: [UInt64: Backup](), lastID: UInt64(0)))
    private let disturbance: Disturbance

    package init(_ backups: [Backup] = [], disturbance: Disturbance = Disturbance()) {
        self.disturbance = disturbance
        for backup in backups { add(backup) }
    }

    /// Every row, by id; not a call that could fail.
    package var rows: [Backup] { state.withLock { $0.rows.values.sorted { $0.id < $1.id } } }

    /// Lays a row behind the service's back.
    package func add(_ backup: Backup) {
        state.withLock { state in
            state.rows[backup.id] = backup
            state.lastID = max(state.lastID, backup.id)
        }
    }

    package func page(size: Int, offset: Int) throws(BackupError) -> BackupPage {
        try call { state in
            let newestFirst = state.rows.values.sorted { one, other in
                let (first, second) = (one.createdAt ?? .distantPast, other.createdAt ?? .distantPast)
                return first == second ? one.id > other.id : first > second
            }
            return BackupPage(
                backups: Array(newestFirst.dropFirst(offset).prefix(size)), total: newestFirst.count)
        }
    }

    package func all() throws(BackupError) -> [Backup] { try call { state in Array(state.rows.values) } }

    package func find(_ id: UInt64) throws(BackupError) -> Backup? { try call { state in state.rows[id] } }

    package func ids(of file: StoredName) throws(BackupError) -> [UInt64] {
        try call { state in state.rows.values.filter { $0.path == file.path }.map(\.id).sorted() }
    }

    package func insert(_ backup: NewBackup) throws(BackupError) -> UInt64 {
        try call { state in
            state.lastID += 1
            state.rows[state.lastID] = Backup(
                id: state.lastID, fileName: backup.file.description, disk: "local", path: backup.file.path,
                sizeInBytes: backup.sizeInBytes, createdBy: backup.createdBy, creator: nil,
                createdAt: backup.createdAt, updatedAt: backup.createdAt)
            return state.lastID
        }
    }

    package func remove(_ id: UInt64) throws(BackupError) { try call { state in state.rows[id] = nil } }

    private func call<Result: Sendable>(
        _ body: (inout sending (rows: [UInt64: Backup], lastID: UInt64)) -> Result
    ) throws(BackupError) -> Result {
        try disturbance.call(failure: .catalogFailed(reason: "disturbed")) { state.withLock { body(&$0) } }
    }
}
