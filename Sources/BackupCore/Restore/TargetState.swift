/// A database as it is found.
package struct TargetState: Sendable, Equatable {
    package var census: Census
    /// Of tables that name none.
    package var collation: String

    package init(census: Census, collation: String) {
        self.census = census
        self.collation = collation
    }
}
