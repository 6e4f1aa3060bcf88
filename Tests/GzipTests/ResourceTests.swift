import BackupCore
import Glibc
import Posix
import Testing

@testable import Gzip

/// What is left behind; each in a process of its own, where nothing else comes and goes.
@Suite struct ResourceTests {
    @Test func `no thread and no descriptor is left, however a text ends`() async {
        await #expect(processExitsWith: .success) {
            let text = Sample.dump(10_000)
            func runAll() throws(SystemError) {
                for write in 1...14 {
                    for source in [TextSource(text), TextSource(text, breaksAt: write * 1000)] {
                        var source: any ByteSource & ~Copyable = source
                        // Failures are what is wanted here.
                        _ = try? ParallelGzip(level: .fixed(6), workers: 3, blockSize: 1000)
                            .compress(&source, into: FailingSink(at: write))
                    }
                }
            }
            try runAll()
            let before = try ProcessState()

            try runAll()

            #expect(try ProcessState() == before)
        }
    }

    @Test func `memory does not grow with the text`() async {
        await #expect(processExitsWith: .success) {
            let (workers, blockSize) = (4, 128 * 1024)
            let before = try peakMemory()
            var source: any ByteSource & ~Copyable = EndlessSource(count: 96 * 1024 * 1024)

            let made = try ParallelGzip(level: .fixed(1), workers: workers, blockSize: blockSize)
                .compress(&source, into: SlowSink(microseconds: 0))

            #expect(made.sqlBytes == 96 * 1024 * 1024)
            // Slots of 2.1 blocks, a deflate state each, stacks and what malloc keeps.
            #expect(try peakMemory() - before < 16 * 1024)
        }
    }
}

/// What this process has open.
private struct ProcessState: Equatable {
    let threads: [String]
    let descriptors: [String]

    init() throws(SystemError) {
        let names = try FileDescriptor(folder: "/proc/self/task").names()
        // A thread that was joined may linger in the list for a moment; the rest must have other names.
        threads = names.compactMap { id in
            try? FileDescriptor(opening: "/proc/self/task/\(id)/comm", flags: O_RDONLY).text(named: id)
        }
        .filter { $0.hasPrefix("gzip") }
        descriptors = try FileDescriptor(folder: "/proc/self/fd").names()
    }
}

/// In kilobytes.
private func peakMemory() throws -> Int {
    let status = try FileDescriptor(opening: "/proc/self/status", flags: O_RDONLY).text(named: "status")
    let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") })
    return try #require(Int(line.filter(\.isNumber)))
}
