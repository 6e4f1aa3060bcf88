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
    /// When the phase began.
    private let began = Mutex(ContinuousClock.now)

    package init() {}

    package var now: State { state.withLock { $0 } }

    /// How long the dump will go on at the pace it has had so far; nil where that cannot be said.
    package var secondsLeft: Int? { now.secondsLeft(after: ContinuousClock.now - began.withLock { $0 }) }

    package func enter(_ phase: Phase, expecting sqlBytes: Int64? = nil) {
        state.withLock { state in
            state.phase = phase
            if let sqlBytes {
                state.expectedSQLBytes = sqlBytes
                state.sqlBytes = 0
            }
        }
        began.withLock { $0 = .now }
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

extension DumpProgress.State {
    /// How much of a dump is done; never all before the end, whatever was foreseen.
    package var percent: Int? {
        guard let expectedSQLBytes, expectedSQLBytes > 0 else { return nil }
        switch phase {
        case .dumping: return min(Int(Double(sqlBytes) / Double(expectedSQLBytes) * 100), 99)
        case .finishing: return 99
        case .preparing, .verifying, .restoring, .comparing: return nil
        }
    }

    /// How long a dump will go on that has come so far in `time`.
    func secondsLeft(after time: Duration) -> Int? {
        let seconds = Double(time.components.seconds) + Double(time.components.attoseconds) / 1e18
        guard phase == .dumping, let expectedSQLBytes, expectedSQLBytes > sqlBytes, sqlBytes > 0, seconds >= 1 else {
            return nil
        }
        return Int(min((Double(expectedSQLBytes - sqlBytes) / Double(sqlBytes) * seconds).rounded(.up), 1e9))
    }
}
