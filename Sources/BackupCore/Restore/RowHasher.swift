import Digest

/// The SHA-256 of one row.
package struct RowHash: Sendable, Equatable {
    let sum: SIMD4<UInt64>
}

/// Hashes rows one after the other.
package final class RowHasher {
    private var hash = SHA256()

    package init() {}

    package func hash(_ row: RawSpan) -> RowHash {
        hash.update(row)
        return RowHash(sum: hash.finishAndRestart())
    }
}
