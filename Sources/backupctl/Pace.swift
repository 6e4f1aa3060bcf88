import BackupCore

/// How fast bytes come, over the last seconds.
struct Pace {
    /// In seconds.
    private static let window = 10.0
    private var marks: [(seconds: Double, bytes: Int64)] = []

    private var phase: DumpProgress.Phase?

    /// Notes how far it has come; a new phase has a pace of its own.
    mutating func note(_ bytes: Int64, at seconds: Double, in phase: DumpProgress.Phase = .dumping) {
        if phase != self.phase { marks = [] }
        self.phase = phase
        marks.append((seconds, bytes))
        while marks.count > 2, seconds - marks[1].seconds >= Self.window { marks.removeFirst() }
    }

    /// Nil until something has come.
    var bytesPerSecond: Double? {
        guard let first = marks.first, let last = marks.last, last.seconds > first.seconds, last.bytes > 0 else {
            return nil
        }
        return Double(max(last.bytes - first.bytes, 0)) / (last.seconds - first.seconds)
    }
}
