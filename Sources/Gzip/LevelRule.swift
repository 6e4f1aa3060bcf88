/// Chooses each block's rung by how many blocks wait for a worker, how busy the workers are, and how often they are
/// kept from a processor; by nothing else.
///
/// Blocks that wait mean that the workers hold up the dump: a faster rung. None that wait mean that workers stand idle,
/// whether the dump or the disk is the slow one: a smaller rung. So each rung has its share of the ring, the smallest
/// the empty end and the fastest the full end. A queue that grows because of a rung moves on to a faster one and stops
/// growing there, which is why this comes to rest where a rule that adds up what it saw would swing; a machine between
/// two rungs gets its mix of just these two.
///
/// The queue alone would have the workers use up whatever processor is idle, and on a machine that is busy the dump
/// waits for one then, and not for a worker. So a smaller rung is tried only by workers who will still have time left
/// at it, or, as what a rung costs depends on the text, may have; the latter where they are kept from a processor but
/// rarely.
struct LevelRule {
    private let ladder: [Rung]
    /// What a block costs at each rung, in any unit.
    private let costs: [Double]
    /// How many blocks can wait, a rung.
    private let share: Double
    private var index: Int
    /// How many blocks waited lately.
    private var waiting = 0.0
    /// How long the workers were at work lately, all together, how long of that they had a processor, and how long that
    /// was; all in seconds, the past fading.
    private var recent = (work: 0.0, processor: 0.0, time: 0.0)
    /// How many blocks were taken.
    private var taken = 0
    private let workers: Int

    /// How many blocks must have been taken before a smaller rung is tried: a dump that only begins is no slow one.
    private static let leastTaken = 32
    /// How much of a share the queue must shrink below one before a smaller rung is tried.
    private static let slack = 0.6
    /// How busy a smaller rung may make workers who are often kept from a processor, and others.
    private static let mostLoad = (crowded: 0.8, uncrowded: 1.1)
    /// The part of their work for which workers who are not often kept from one have a processor.
    private static let leastProcessor = 0.6

    init(_ level: GzipLevel, slots: Int, workers: Int) {
        switch level {
        case .fixed(let level):
            self.init(ladder: [.zlib(level)], costs: [1], startingAt: 0, slots: slots, workers: workers)
        case .automatic:
            guard let first = Rung.ladder.firstIndex(of: Rung.first) else {
                preconditionFailure("the ladder has the rung to begin at")
            }
            self.init(
                ladder: Rung.ladder, costs: Rung.ladder.map(\.cost), startingAt: first, slots: slots, workers: workers)
        }
    }

    init(ladder: [Rung], costs: [Double], startingAt index: Int, slots: Int, workers: Int) {
        self.ladder = ladder
        self.costs = costs
        self.index = index
        self.workers = workers
        share = Double(max(slots - workers, 1)) / Double(ladder.count)
    }

    /// The rung for a block that is taken while `waiting` more wait.
    ///
    /// The worker who takes it was at work on his last for `work` and had a processor for `processor` of that; the last
    /// block, whoever took that, was taken `time` ago; all in seconds.
    mutating func rung(whileWaiting waiting: Int, work: Double, processor: Double, time: Double) -> Rung {
        // One block more or less is chance; a mean over about four is not. What is rarely done is thought over longer.
        self.waiting += (Double(waiting) - self.waiting) / 4
        recent = (
            recent.work * Self.fading + work, recent.processor * Self.fading + processor,
            recent.time * Self.fading + time
        )
        let shares = self.waiting / share
        let sharesOfSmaller = Double(ladder.count - 1 - index)
        if shares >= sharesOfSmaller + 1, index > 0 {
            step(by: -1)
        } else if taken >= Self.leastTaken, shares < sharesOfSmaller - Self.slack, index < ladder.count - 1,
            load * costs[index + 1] / costs[index] < allowedLoad
        {
            step(by: 1)
        }
        taken += 1
        return ladder[index]
    }

    /// Goes to a neighbor, where what was done lately would have taken so much longer, or shorter.
    private mutating func step(by step: Int) {
        let ratio = costs[index + step] / costs[index]
        recent.work *= ratio
        recent.processor *= ratio
        index += step
    }

    private static let fading = 31.0 / 32

    /// How much of their time the workers were at work lately.
    private var load: Double { recent.time > 0 ? recent.work / (recent.time * Double(workers)) : 1 }

    private var allowedLoad: Double {
        recent.processor < Self.leastProcessor * recent.work ? Self.mostLoad.crowded : Self.mostLoad.uncrowded
    }
}
