import Synchronization

/// How far a dump has come, for whoever watches it from another thread.
package final class DumpProgress: Sendable {
    package enum Phase: String, Sendable {
        /// Waiting for the lock, putting things in order, looking at the schema.
        case preparing
        case dumping
        /// The text is whole; file, manifest and row are made durable.
        case finishing
        /// A backup's file is read whole and proved.
        case verifying
        /// Its text goes into a database.
        case restoring
        /// What came back is compared with the backup.
        case comparing
    }

    package struct State: Sendable, Equatable {
        package var phase = Phase.preparing
        /// Bytes of text so far; of the file, while that is verified.
        package var sqlBytes: Int64 = 0
        /// The table that goes by.
        package var table: ObjectName?
        /// How many there will be in all, as far as that can be foreseen.
        package var expectedSQLBytes: Int64?
    }

    private let state = Mutex(State())

    package init() {}

    package var now: State { state.withLock { $0 } }

    package func enter(_ phase: Phase, expecting sqlBytes: Int64? = nil) {
        state.withLock { state in
            state.phase = phase
            if let sqlBytes {
                state.expectedSQLBytes = sqlBytes
                state.sqlBytes = 0
            }
        }
    }

    /// So many bytes more, whichever thread they went by on.
    func advance(by bytes: Int) { state.withLock { $0.sqlBytes += Int64(bytes) } }

    package func advance(to sqlBytes: Int64, in table: ObjectName?) {
        state.withLock { state in
            state.sqlBytes = sqlBytes
            state.table = table
        }
    }
}
