import FastCGI

/// Tells a worker that lives from one that stands still.
///
/// Pure: it judges what it is handed. A thread without a request comes round by itself, so while there is one, silence
/// is short. While all are busy, a backup may be among them, and that may be silent as long as the dump program may,
/// and then as long as a disk takes to make it durable.
struct Vitality: Sendable {
    let stallTimeout: Duration

    private static let round = Duration.seconds(120)
    private static let finishing = Duration.seconds(600)

    /// Why the worker is taken for dead; nil while it lives.
    func complaint(
        about activity: Activity.State, lastBeat: SuspendingClock.Instant, at now: SuspendingClock.Instant
    ) -> String? {
        guard activity.threads > 0 else { return nil }
        let isBusy = activity.busy >= activity.threads
        let silence = now - max(activity.lastRound, lastBeat)
        guard silence > (isBusy ? stallTimeout + Self.finishing : Self.round) else { return nil }
        return "no thread came round for \(silence.components.seconds) s, "
            + "\(activity.busy) of \(activity.threads) busy, and no backup moved"
    }
}
