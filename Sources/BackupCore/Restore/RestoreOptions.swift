/// How a backup is restored.
package struct RestoreOptions: Sendable, Equatable {
    /// Restores over what the database holds.
    package var force: Bool
    /// Leaves out DEFINER clauses, so that everything belongs to the account that restores.
    package var stripsDefiners: Bool

    package init(force: Bool = false, stripsDefiners: Bool = false) {
        self.force = force
        self.stripsDefiners = stripsDefiners
    }
}
