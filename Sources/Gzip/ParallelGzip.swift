package import BackupCore
import Posix

/// Compresses blocks on several threads and writes one gzip member, in order.
///
/// The blocks are slots of a ring. The calling thread fills them in turn; workers take them in turn, each deflating with
/// the 32 KiB of text before the block as dictionary; the writer, a thread of its own, takes the finished ones in turn
/// and writes them. So the reader never waits for the disk while a slot is free, and memory is bounded by the number of
/// slots, of about 2.1 × `blockSize` each, whatever the size of the text.
///
/// Whoever fails notes the error; from then on the others only pass slots along, and the caller throws that first error.
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
        let threads: [PosixThread]
        do throws(SystemError) {
            ring = try Ring(slots: Self.slots(for: workers), workers: workers, blockSize: blockSize, level: level)
            threads = try start(on: ring, writingTo: sink)
        } catch {
            throw .dumpFailed(reason: "the compressor could not start: \(error)")
        }
        ring.fill(from: &source)
        for thread in threads { thread.join() }
        return try ring.result()
    }

    /// Enough that workers find work while the reader or the writer waits, and that the level sees a queue grow in time.
    static func slots(for workers: Int) -> Int { 2 * workers + 20 }

    /// What the workers leave to others: to the dump, which is what they wait for, and to all else on the machine.
    private static let niceness: Int32 = 10

    private func start(on ring: Ring, writingTo sink: any ByteSink) throws(SystemError) -> [PosixThread] {
        var threads: [PosixThread] = []
        do throws(SystemError) {
            for number in 1...workers {
                threads.append(try PosixThread(named: "gzip-\(number)", niceness: Self.niceness) { ring.deflate() })
            }
            threads.append(try PosixThread(named: "gzip-writer") { ring.write(to: sink) })
        } catch {
            ring.abandon(because: error)
            for thread in threads { thread.join() }
            throw error
        }
        return threads
    }
}
