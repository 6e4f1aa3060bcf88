/// A place between two steps of a procedure, at which a crash must do no harm.
///
/// ``BackupService`` says each that it comes to, and nobody listens but a test or `scripts/faults`, which end the
/// process there. A point is named for the step that was just done.
package enum FaultPoint: String, CaseIterable, Sendable {
    case createLocked = "create.locked"
    case createReconciled = "create.reconciled"
    case createNamed = "create.named"
    case createReserved = "create.reserved"
    case createDumped = "create.dumped"
    case createSynced = "create.synced"
    case createManifested = "create.manifested"
    case createRenamed = "create.renamed"
    case createRecorded = "create.recorded"

    case deleteMarked = "delete.marked"
    case deleteUnlinked = "delete.unlinked"
    case deleteUnrecorded = "delete.unrecorded"
    case deleteUnmanifested = "delete.unmanifested"

    case pruneChosen = "prune.chosen"
    case pruneErased = "prune.erased"

    case reconcileSwept = "reconcile.swept"
    case reconcileUnlinked = "reconcile.unlinked"
    case reconcileUnrecorded = "reconcile.unrecorded"
    case reconcileUnmanifested = "reconcile.unmanifested"
    case reconcileForgotten = "reconcile.forgotten"
    case reconcileAdopted = "reconcile.adopted"
}
