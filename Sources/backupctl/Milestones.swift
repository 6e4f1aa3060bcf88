import BackupCore

/// When a line about progress is due: at each phase, each tenth, and after half a minute of silence.
struct Milestones {
    private var last: (phase: DumpProgress.Phase, tenth: Int, seconds: Double)?

    mutating func isDue(_ phase: DumpProgress.Phase, percent: Int?, at seconds: Double) -> Bool {
        let tenth = (percent ?? 0) / 10
        guard let last else {
            self.last = (phase, tenth, seconds)
            return false
        }
        guard last.phase != phase || tenth > last.tenth || seconds - last.seconds >= 30 else { return false }
        self.last = (phase, tenth, seconds)
        return true
    }
}
