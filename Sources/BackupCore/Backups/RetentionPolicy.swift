/// Which backups stay once a new one has been made.
///
/// Pure: it decides, the service acts. It reads no clock, so a test needs none.
package struct RetentionPolicy: Sendable {
    /// How many of the newest backups stay; the newest itself always does.
    package let keepLast: Int

    package init(keepLast: Int) { self.keepLast = keepLast }

    /// Splits `backups` into those that stay, newest first, and those that go.
    ///
    /// The one `justMade` stays even when the clock was set back and others look newer; the newest stays too.
    package func partition(_ backups: [Backup], justMade: UInt64?) -> (keep: [Backup], remove: [Backup]) {
        let newestFirst = backups.newestFirst
        var keep: [Backup] = []
        var remove: [Backup] = []
        var places = max(keepLast, 1)
        if let justMade, newestFirst.contains(where: { $0.id == justMade }) { places -= 1 }
        for backup in newestFirst {
            if backup.id == justMade || backup.id == newestFirst.first?.id {
                keep.append(backup)
                if backup.id != justMade { places -= 1 }
            } else if places > 0 {
                keep.append(backup)
                places -= 1
            } else {
                remove.append(backup)
            }
        }
        return (keep, remove)
    }
}
