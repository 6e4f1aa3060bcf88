package import BackupCore
package import FoundationEssentials
import Synchronization

/// Tokens of users with permissions, in a table that exists nowhere.
package final class FakeTokens: TokenStore {
    /// One row of the table, with the user's permissions.
    package struct Entry: Sendable {
        package var record: TokenRecord
        package var permissions: Set<Permission>

        package init(_ record: TokenRecord, permissions: Set<Permission>) {
            self.record = record
            self.permissions = permissions
        }
    }

    /// One use that was noted.
    package struct Touch: Sendable, Equatable {
        package let id: UInt64
        package let time: Date

        package init(id: UInt64, time: Date) {
            self.id = id
            self.time = time
        }
    }

    private let state: Mutex<(entries: [Entry], touches: [Touch], queries: Int)>
    /// What every note of a use fails with.
    private let touchFailure: BackupError?

    package init(_ entries: [Entry], touchFailure: BackupError? = nil) {
        state = Mutex((entries, [], 0))
        self.touchFailure = touchFailure
    }

    package var touches: [Touch] { state.withLock { $0.touches } }
    /// How many times a token was looked for.
    package var queries: Int { state.withLock { $0.queries } }

    package func find(_ token: AccessToken, asking permission: Permission) throws(BackupError) -> TokenRecord? {
        state.withLock { state in
            state.queries += 1
            let entry = state.entries.first { entry in
                token.id.map { $0 == entry.record.id } ?? (entry.record.hash == token.hash)
            }
            guard var record = entry?.record, let permissions = entry?.permissions else { return nil }
            record.holdsPermission = permissions.contains(permission)
            return record
        }
    }

    package func touch(_ id: UInt64, at time: Date) throws(BackupError) {
        if let touchFailure { throw touchFailure }
        state.withLock { state in
            state.touches.append(Touch(id: id, time: time))
            for index in state.entries.indices where state.entries[index].record.id == id {
                state.entries[index].record.lastUsedAt = time
            }
        }
    }
}
