package import BackupCore

/// What this process has counted since its start.
package final class Figures: Sendable {
    let requests: RequestFigures
    let backups = BackupFigures()

    package init(routes: [String]) { requests = RequestFigures(routes: routes) }

    /// Counts a create that ended.
    package func note(_ outcome: BackupOutcome) { backups.note(outcome) }

    /// Counts a hook that failed.
    package func noteHookFailure() { backups.noteHookFailure() }
}
