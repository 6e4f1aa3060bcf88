/// A backup that was restored whole.
package struct Restoration: Sendable, Equatable {
    package var database: String
    /// What the backup held, and the database now holds.
    package var census: Census
    /// What the database held before and the backup does not touch; only with ``RestoreOptions/force``.
    package var left: [String]
    /// Bytes of text.
    package var sqlBytes: Int64
    /// From the first byte loaded to the last object found.
    package var seconds: Double
}
