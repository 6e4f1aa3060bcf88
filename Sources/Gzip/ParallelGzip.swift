package import BackupCore
import Posix

/// Compresses blocks on several threads and writes one gzip member, in order.
///
/// The blocks are slots of a ring; the caller only waits. The reader fills them in turn; workers take them in turn,
/// each deflating with the 32 KiB of text before the block as dictionary; the writer takes the finished ones in turn
/// and writes them. So the reader never waits for the disk while a slot is free, and memory is bounded by the number of
/// slots, of about 2.1 × `blockSize` each, whatever the size of the text.
///
/// Whoever fails notes the error; from then on the others only pass slots along, and the caller throws that first
/// error.
package struct ParallelGzip: Compressor {
    package let level: GzipLevel
    package let workers: Int
    /// Bytes of text a block: larger ones compress a little better, smaller ones start the workers sooner.
    package let blockSize: Int

    package init(level: GzipLevel, workers: Int, blockSize: Int = 256 * 1024) {
        self.level = level
        self.workers = workers
        self.blockSize = blockSize
    }

    package func compress(
        _ source: inout any ByteSource & ~Copyable, into sink: any ByteSink
    ) throws(BackupError) -> CompressedText {
        let ring: Ring
        do throws(SystemError) {
            ring = try Ring(slots: Self.slots(for: workers), workers: workers, blockSize: blockSize, level: level)
            try withUnsafeMutablePointer(to: &source) { source throws(SystemError) in
                let threads = try start(on: ring, reading: source, writingTo: sink)
                for thread in threads { thread.join() }
            }
        } catch {
            throw .dumpFailed(reason: "the compressor could not start: \(error)")
        }
        return try ring.result()
    }

    /// Enough that workers find work while the reader or the writer waits, and that the level sees a queue grow in
    /// time.
    static func slots(for workers: Int) -> Int { 2 * workers + 20 }

    /// What the threads leave to others: to the dump and its server, which are what they wait for, and to all else.
    ///
    /// Niceness, as setpriority(2) has it. A dump that must wait for a processor is a longer dump, and only in its
    /// pauses is there time to win; so the workers, who have slots in reserve, come last.
    private static let niceness: (workers: Int32, others: Int32) = (15, 10)

    private func start(
        on ring: Ring, reading source: UnsafeMutablePointer<any ByteSource & ~Copyable>, writingTo sink: any ByteSink
    ) throws(SystemError) -> [PosixThread] {
        // Unsafe in name only: the caller's dump is lent to one other thread, the reader. Nobody else touches it
        // meanwhile, and `compress` joins that thread before the loan ends; if it cannot be started, nobody has used
        // it.
        nonisolated(unsafe) let source = source
        var threads: [PosixThread] = []
        do throws(SystemError) {
            for number in 1...workers {
                threads.append(
                    try PosixThread(named: "gzip-\(number)", niceness: Self.niceness.workers) { ring.deflate() })
            }
            threads.append(
                try PosixThread(named: "gzip-writer", niceness: Self.niceness.others) { ring.write(to: sink) })
            threads.append(
                try PosixThread(named: "gzip-reader", niceness: Self.niceness.others) {
                    ring.fill(from: &source.pointee)
                })
        } catch {
            ring.abandon(because: error)
            for thread in threads { thread.join() }
            throw error
        }
        return threads
    }
}
