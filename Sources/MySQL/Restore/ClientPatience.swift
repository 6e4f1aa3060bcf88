import BackupCore

/// How long a client program that takes no more text is waited for.
///
/// One statement may take the server hours, as when it builds an index over a large table, and meanwhile the program
/// takes nothing: that is no stall. So when it has taken nothing for the time allowed, the server is asked. It is given
/// up when the server has waited for it just as long, or knows nothing of it, or could not be asked twice.
struct ClientPatience {
    private let watch: ClientWatch
    private var deadline: ContinuousClock.Instant
    private var silence: BackupError?

    init(_ watch: ClientWatch) {
        self.watch = watch
        deadline = .now + watch.stallTimeout
    }

    /// Begins anew: the program has taken something.
    mutating func renew() {
        deadline = .now + watch.stallTimeout
        silence = nil
    }

    /// Why the program with this session is given up now; nil while it is not.
    mutating func end(of session: UInt64?) -> String? {
        guard ContinuousClock.now >= deadline else { return nil }
        let limit = watch.stallTimeout
        guard let session else {
            return "the client program did not come to the server within \(limit), so it was stopped"
        }
        do throws(BackupError) {
            switch try watch.activity(session) {
            case .working: renew()
            case .waiting(let time) where time < limit:
                silence = nil
                deadline = .now + (limit - time)
            case .waiting:
                return "the client program took nothing for \(limit) while the server waited for it, so it was stopped"
            case .none:
                return "the client program took nothing for \(limit), and its session is gone, so it was stopped"
            }
        } catch {
            if silence != nil {
                return "the client program took nothing for \(limit), and the server cannot be asked why: \(error)"
            }
            silence = error
            deadline = .now + limit
        }
        return nil
    }
}
