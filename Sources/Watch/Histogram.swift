/// How many things took at most so long, for some lengths of time, without a lock.
final class Histogram: Sendable {
    /// Upper bounds in seconds: a list takes milliseconds, a create an hour.
    static let bounds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30, 120, 600, 3600]

    /// One for each bound, and one for what took longer.
    private let counters: [Counter]
    private let microseconds = Counter()

    init() { counters = (0...Self.bounds.count).map { _ in Counter() } }

    func add(_ time: Duration) {
        let (seconds, attoseconds) = time.components
        let length = Double(seconds) + Double(attoseconds) / 1e18
        counters[Self.bounds.firstIndex { length <= $0 } ?? Self.bounds.count].add()
        microseconds.add(Int((length * 1e6).rounded()))
    }

    /// The sum in seconds.
    var sum: Double { Double(microseconds.value) / 1e6 }

    /// For each bound how many took at most so long, and last of all how many there were.
    var cumulated: [Int] {
        var total = 0
        return counters.map { counter in
            total += counter.value
            return total
        }
    }
}
