/// Chooses each block's rung by how many blocks wait for a worker, and by nothing else.
///
/// Blocks that wait mean that the workers hold up the dump: a faster rung. None that wait mean that workers stand idle,
/// whether the dump or the disk is the slow one: a smaller rung. So each rung has its share of the ring, the smallest the
/// empty end and the fastest the full end. A queue that grows because of a rung moves on to a faster one and stops growing
/// there, which is why this comes to rest where a rule that adds up what it saw would swing; a machine between two rungs
/// gets its mix of just these two.
struct LevelRule {
    private let ladder: [Rung]
    /// How many blocks can wait, a rung.
    private let share: Double
    private var index: Int
    /// How many blocks waited lately.
    private var waiting = 0.0

    /// How much of a share the queue must shrink below one before a smaller rung is tried.
    private static let slack = 0.6

    init(_ level: GzipLevel, slots: Int, workers: Int) {
        switch level {
        case .fixed(let level):
            ladder = [.zlib(level)]
            index = 0
        case .automatic:
            ladder = Rung.ladder
            index = Rung.ladder.firstIndex(of: Rung.first) ?? 0
        }
        share = Double(max(slots - workers, 1)) / Double(ladder.count)
    }

    /// The rung for a block that is taken while `waiting` more wait.
    mutating func rung(whileWaiting waiting: Int) -> Rung {
        // One block more or less is chance; a mean over about four is not.
        self.waiting += (Double(waiting) - self.waiting) / 4
        let shares = self.waiting / share
        let sharesOfSmaller = Double(ladder.count - 1 - index)
        if shares >= sharesOfSmaller + 1, index > 0 {
            index -= 1
        } else if shares < sharesOfSmaller - Self.slack, index < ladder.count - 1 {
            index += 1
        }
        return ladder[index]
    }
}
