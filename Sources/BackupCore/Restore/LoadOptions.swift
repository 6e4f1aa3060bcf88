/// What is changed in a text while it is loaded.
package struct LoadOptions: Sendable, Equatable {
    /// Leaves out DEFINER clauses, so that everything belongs to the account that restores.
    package var stripsDefiners = false
    /// Makes events that never run.
    package var disablesEvents = false

    package init(stripsDefiners: Bool = false, disablesEvents: Bool = false) {
        self.stripsDefiners = stripsDefiners
        self.disablesEvents = disablesEvents
    }
}
