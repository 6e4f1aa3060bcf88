/// Why a text was not carried out, and what the server did of it.
package struct LoadFailure: Error, Equatable {
    package enum Extent: Sendable {
        /// The database is as it was.
        case nothing
        /// As far as anybody can know.
        case some
        case all
    }

    package var cause: BackupError
    package var carriedOut: Extent
    /// Why the server may go on with what it was fed; nil when it does nothing of it any more.
    package var unended: BackupError?

    package init(_ cause: BackupError, carriedOut: Extent, unended: BackupError? = nil) {
        self.cause = cause
        self.carriedOut = carriedOut
        self.unended = unended
    }
}
