import Testing

@testable import Gzip

/// The automatic level as a rule of numbers alone.
struct LevelRuleTests {
    private static let slots = ParallelGzip.slots(for: 2)

    @Test func `a fixed level stays, whatever waits`() {
        var rule = LevelRule(.fixed(9), slots: Self.slots, workers: 2)

        let rungs = (0..<1000).map {
            rule.rung(whileWaiting: $0.isMultiple(of: 3) ? Self.slots : 0, work: 2, processor: 2, time: 1)
        }

        #expect(rungs.allSatisfy { $0 == .zlib(9) })
    }

    @Test func `blocks that wait take it down to the fastest rung within 20 blocks, and no further`() {
        var rule = LevelRule(.automatic, slots: Self.slots, workers: 2)

        let rungs = (0..<100).map { _ in rule.rung(whileWaiting: Self.slots - 3, work: 2, processor: 2, time: 1) }

        #expect(rungs[0] == Rung.first)
        #expect(rungs[20...].allSatisfy { $0 == Rung.ladder.first })
    }

    @Test func `workers that stand idle take it up to the smallest rung, and no further`() {
        var rule = LevelRule(.automatic, slots: Self.slots, workers: 2)
        for _ in 0..<100 { _ = rule.rung(whileWaiting: Self.slots, work: 2, processor: 2, time: 1) }

        let rungs = (0..<200).map { _ in rule.rung(whileWaiting: 0, work: 0, processor: 0, time: 1) }

        #expect(rungs[0] == Rung.ladder.first)
        #expect(rungs[100...].allSatisfy { $0 == Rung.ladder.last })
    }

    @Test(
        arguments: [(Plant.zlib, 1), (Plant.zlib, 0.5), (Plant.isal, 1), (Plant.isal, 0.5)] as [([Double], Double)],
        (1...45).map { Double(20 * $0) })
    func `at a steady supply it settles on two neighbors at most, and holds up no dump`(
        _ workers: (speeds: [Double], processor: Double), supply: Double
    ) throws {
        let speeds = workers.speeds
        var plant = Plant(speeds: speeds, supply: supply, processor: workers.processor, slots: Self.slots)

        plant.run(blocks: 500)
        plant.startCounting()
        plant.run(blocks: 3000)

        let used = plant.blocksByRung.keys.sorted()
        let (first, last) = (try #require(used.first), try #require(used.last))
        #expect(last - first <= 1, "rungs \(used) at \(supply) MB/s")
        #expect(plant.rate >= 0.99 * min(supply, 2 * speeds[0]), "\(plant.rate) MB/s of \(supply)")
        if last < speeds.count - 1 {
            // A step is taken only where it leaves time.
            #expect(
                2 * 0.75 * speeds[last + 1] < supply,
                "rung \(last + 1) would have been fast enough for \(supply) MB/s")
        }
    }

    @Test(
        arguments: [
            (0.1, 0.5, 2), (0.19, 0.5, 2), (0.21, 0.5, 1), (1, 0.5, 1), (0.21, 0.61, 2), (0.27, 1, 2), (0.28, 1, 1),
        ])
    func `a step up is taken by workers with time to spare, and where they mostly have a processor by busier ones`(
        load: Double, processor: Double, expected: Int
    ) {
        var rule = LevelRule(
            ladder: [.zlib(1), .zlib(2), .zlib(3), .zlib(4)], costs: [1, 2, 8, 88], startingAt: 1, slots: Self.slots,
            workers: 2)

        let rungs = (0..<500).map { _ in
            rule.rung(whileWaiting: 0, work: 2 * load, processor: 2 * load * processor, time: 1)
        }

        #expect(rungs.last == .zlib(Int32(expected + 1)))
    }

    @Test func `the first blocks, which a dump that only begins is late with, take it no higher`() {
        var rule = LevelRule(
            ladder: [.zlib(1), .zlib(2)], costs: [1, 1], startingAt: 0, slots: Self.slots, workers: 2)

        let rungs = (0..<40).map { _ in rule.rung(whileWaiting: 0, work: 0, processor: 0, time: 1) }

        #expect(rungs.firstIndex(of: .zlib(2)) == 32)
    }

    @Test func `the same waiting gives the same rungs`() {
        let waits = (0..<1000).map { ($0 * 7919) % (Self.slots + 1) }

        let runs = (0..<2).map { _ in
            var rule = LevelRule(.automatic, slots: Self.slots, workers: 2)
            return waits.map { rule.rung(whileWaiting: $0, work: 0.2, processor: 0.1, time: 1) }
        }

        #expect(runs[0] == runs[1])
        #expect(Set(runs[0].map { Rung.ladder.firstIndex(of: $0) }).count > 1)
    }
}

/// Two workers, a ring and a dump of so many MB a second, in simulated time.
private struct Plant {
    /// MB a second of a worker at each rung of the two ladders, as measured.
    static let zlib: [Double] = [215, 182, 87, 73, 64, 54]
    static let isal: [Double] = [705, 87, 73, 64, 54]
    /// MB of a block.
    private static let size = 0.25

    private let speeds: [Double]
    private let supply: Double
    /// How much of his work a worker has a processor.
    private let processor: Double
    private let slots: Int
    private var rule: LevelRule
    private var now = 0.0
    private var nextBlock = 0.0
    private var waiting = 0
    /// When each worker is done.
    private var workers: [Double?] = [nil, nil]
    /// How long each worker was at its last block.
    private var work = [0.0, 0.0]
    private var lastTaken = 0.0
    private var countedSince = 0.0
    private(set) var blocksByRung: [Int: Int] = [:]

    init(speeds: [Double], supply: Double, processor: Double, slots: Int) {
        self.speeds = speeds
        self.supply = supply
        self.processor = processor
        self.slots = slots
        rule = LevelRule(
            ladder: Self.rungs(speeds.count), costs: speeds.map { 1000 / $0 }, startingAt: 3, slots: slots,
            workers: workers.count)
    }

    /// As many rungs as wanted, of which only the order counts.
    private static func rungs(_ count: Int) -> [Rung] { (1...count).map { .zlib(Int32($0)) } }

    /// MB a second since counting began.
    var rate: Double { Double(blocksByRung.values.reduce(0, +)) * Self.size / (now - countedSince) }

    mutating func startCounting() {
        countedSince = now
        blocksByRung = [:]
    }

    /// Goes from event to event until so many blocks were taken.
    mutating func run(blocks: Int) {
        var count = 0
        while count < blocks {
            let isFull = waiting + workers.count { $0 != nil } == slots
            let ends = workers.compactMap { $0 }
            now = max(now, (isFull ? ends : ends + [nextBlock]).min() ?? nextBlock)
            if !isFull, nextBlock <= now {
                waiting += 1
                nextBlock = max(nextBlock + Self.size / supply, now)
            }
            for number in workers.indices {
                if let end = workers[number], end <= now { workers[number] = nil }
                guard workers[number] == nil, waiting > 0 else { continue }
                waiting -= 1
                count += 1
                let chosen = rule.rung(
                    whileWaiting: waiting, work: work[number], processor: work[number] * processor,
                    time: now - lastTaken)
                let rung = Self.rungs(speeds.count).firstIndex(of: chosen) ?? 0
                blocksByRung[rung, default: 0] += 1
                work[number] = Self.size / speeds[rung]
                lastTaken = now
                workers[number] = now + work[number]
            }
        }
    }
}
