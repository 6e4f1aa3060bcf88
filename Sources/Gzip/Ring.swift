import BackupCore
import Posix
import Synchronization

/// The blocks in flight, and whose turn each is: the n-th block of the text lies in slot n modulo the number of slots.
///
/// `free` counts slots the reader may fill, `filled` blocks no worker has taken yet, and each slot's `done` tells the
/// writer that this one is ready. As reader and writer go round in the same order, counts are all there is to pass on.
final class Ring: Sendable {
    private struct State {
        /// How many blocks the reader has filled.
        var filled = 0
        /// The next block for a worker to take.
        var next = 0
        var levels: LevelRule
        /// When a worker took a block.
        var lastTaken = ContinuousClock.now
        /// Of the blocks that were taken.
        var sumOfLevels = 0.0
        /// How many blocks there are, once the reader knows.
        var total: Int?
        var failure: BackupError?
        var text: CompressedText?
    }

    private let blocks: [Block]
    private let free: Semaphore
    private let filled: Semaphore
    private let workers: Int
    private let state: Mutex<State>

    init(slots: Int, workers: Int, blockSize: Int, level: GzipLevel) throws(SystemError) {
        var blocks: [Block] = []
        for _ in 0..<slots { blocks.append(try Block(size: blockSize)) }
        self.blocks = blocks
        self.workers = workers
        state = Mutex(State(levels: LevelRule(level, slots: slots, workers: workers)))
        free = try Semaphore(slots)
        filled = try Semaphore()
    }

    /// The reader's part: fills slots until the text ends or somebody failed.
    func fill(from source: inout any ByteSource & ~Copyable) {
        var previous: [UInt8] = []
        var count = 0
        while true {
            free.wait()
            guard !hasFailed else { break }
            do throws(BackupError) {
                guard try slot(count).fill(from: &source, after: &previous) > 0 else { break }
                if source.isAtCut { previous.removeAll(keepingCapacity: true) }
            } catch {
                fail(error)
                break
            }
            state.withLock { $0.filled += 1 }
            filled.signal()
            count += 1
        }
        end(after: count)
    }

    /// A worker's part: deflates blocks until there are no more.
    func deflate() {
        var (deflater, work, processor) = (Deflater(), Duration.zero, Duration.zero)
        while let (number, rung) = take(after: work, onProcessor: processor) {
            let (start, startOfProcessor) = (ContinuousClock.now, PosixThread.processorTime)
            // The failure is noted before the writer may look at the block.
            attempt { () throws(BackupError) in try slot(number).deflate(with: deflater.deflater(for: rung)) }
            slot(number).done.signal()
            work = ContinuousClock.now - start
            processor = PosixThread.processorTime - startOfProcessor
        }
    }

    /// The writer's part: writes the member, block after block.
    func write(to sink: any ByteSink) {
        var member = GzipMember()
        var number = 0
        attempt { () throws(BackupError) in
            let header = GzipMember.header
            try sink.write(header.span.bytes)
        }
        while true {
            slot(number).done.wait()
            guard number != state.withLock({ $0.total }) else { break }
            attempt { () throws(BackupError) in try slot(number).write(to: sink, in: &member) }
            free.signal()
            number += 1
        }
        attempt { () throws(BackupError) in
            let trailer = member.trailer
            try sink.write(trailer.span.bytes)
            var text = CompressedText(sqlBytes: member.textSize, crc32: member.crc32, segments: member.segments)
            state.withLock { state in
                text.meanLevel = number > 0 ? state.sumOfLevels / Double(number) : nil
                state.text = text
            }
        }
    }

    /// What came of it, once all threads have ended.
    func result() throws(BackupError) -> CompressedText {
        let (text, failure) = state.withLock { ($0.text, $0.failure) }
        if let failure { throw failure }
        guard let text else { preconditionFailure("a ring that did not fail has a result") }
        return text
    }

    /// Lets the threads that did start end, when not all of them could.
    func abandon(because error: SystemError) {
        fail(.dumpFailed(reason: error.description))
        end(after: 0)
    }

    /// Wakes everybody who waits for blocks that will not come; the slot of the first such block must be free.
    private func end(after count: Int) {
        state.withLock { $0.total = count }
        filled.signal(workers)
        slot(count).done.signal()
    }

    private func slot(_ number: Int) -> Block { blocks[number % blocks.count] }

    /// The next block and how to deflate it; nil when there are no more.
    ///
    /// The worker was at work on his last for `work`, and had a processor for `processor` of that.
    private func take(after work: Duration, onProcessor processor: Duration) -> (number: Int, rung: Rung)? {
        filled.wait()
        return state.withLock { state in
            if state.next == state.total { return nil }
            state.next += 1
            let now = ContinuousClock.now
            let rung = state.levels.rung(
                whileWaiting: state.filled - state.next, work: work / .seconds(1), processor: processor / .seconds(1),
                time: (now - state.lastTaken) / .seconds(1))
            state.lastTaken = now
            state.sumOfLevels += rung.level
            return (state.next - 1, rung)
        }
    }

    /// Does something unless somebody failed already.
    private func attempt(_ body: () throws(BackupError) -> Void) {
        guard !hasFailed else { return }
        do throws(BackupError) {
            try body()
        } catch {
            fail(error)
        }
    }

    private var hasFailed: Bool { state.withLock { $0.failure != nil } }

    /// Notes the first failure; those that follow come of it.
    private func fail(_ error: BackupError) {
        state.withLock { $0.failure = $0.failure ?? error }
    }
}
