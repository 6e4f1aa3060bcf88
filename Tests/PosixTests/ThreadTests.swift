import Glibc
import Posix
import Synchronization
import TestSupport
import Testing

@Suite struct ThreadTests {
    @Test func `a thread bears its name`() throws {
        let name = Mutex("")
        let thread = try PosixThread(named: "gzip-1") {
            let text = try? FileDescriptor(opening: "/proc/thread-self/comm", flags: O_RDONLY)
                .text(named: "comm")
            name.withLock { $0 = text ?? "" }
        }

        thread.join()

        #expect(name.withLock { $0 } == "gzip-1\n")
    }

    @Test func `each thread has a value of its own, let go of at the thread's end`() throws {
        let local = ThreadLocal<Counted>()
        let alive = Alive()
        local.value = Counted(alive)
        let seen = Mutex<[Bool]>([])

        let thread = try PosixThread(named: "other") {
            let isEmpty = local.value == nil
            local.value = Counted(alive)
            let first = alive.count
            local.value = Counted(alive)
            seen.withLock { $0 = [isEmpty, first == 2, alive.count == 2] }
        }
        thread.join()

        #expect(seen.withLock { $0 } == [true, true, true])
        #expect(alive.count == 1)
        local.value = nil
        #expect(alive.count == 0)
    }

    @Test func `a semaphore lets through as many as were signalled`() throws {
        let semaphore = try Semaphore(1)
        semaphore.signal(2)

        for _ in 1...3 { semaphore.wait() }

        #expect(!semaphore.isSignaled())
        #expect(!semaphore.isSignaled(within: .milliseconds(1)))
        semaphore.signal()
        #expect(semaphore.isSignaled())
        #expect(semaphore.isSignaled(), "a look takes nothing from the count")
    }

    @Test func `a semaphore wakes the thread that waits`() throws {
        let (there, back) = (try Semaphore(), try Semaphore())
        let thread = try PosixThread(named: "waiter") {
            there.wait()
            back.signal()
        }
        #expect(!back.isSignaled())

        there.signal()
        back.wait()

        thread.join()
    }

    @Test func `a cancellation, once said, stays said to all`() throws {
        let cancellation = try Cancellation()
        #expect(!cancellation.isCancelled)
        #expect(!cancellation.wait(atMost: .milliseconds(1)))

        cancellation.cancel()

        #expect(cancellation.isCancelled && cancellation.isCancelled)
        #expect(cancellation.wait(atMost: .seconds(60)))
        #expect(Wait(for: [cancellation.descriptor]).ready == [cancellation.descriptor])
    }

    @Test func `a wait finds those that are ready, an end of file among them`() throws {
        let silent = try Pipe()
        let ended = try Pipe()
        let signalled = try Semaphore(1)
        let (reading, quiet) = (ended.reading.rawValue, silent.reading.rawValue)
        #expect(Wait(for: [reading, quiet], atMost: .milliseconds(1)).ready == [])

        let end = ended.closeWriting()

        // A child that another test is just starting may hold the writing end until its exec.
        #expect(Wait(for: [end.rawValue], atMost: .seconds(60)).ready == [reading])
        #expect(Wait(for: [quiet, end.rawValue, signalled.descriptor]).ready == [reading, signalled.descriptor])
        _ = consume silent
    }

    @Test(
        arguments: [
            (.zero, 0), (.milliseconds(1), 1), (.microseconds(1), 1), (.seconds(-5), 0), (.seconds(3600), 3_600_000),
            (.seconds(1) + .nanoseconds(1), 1001), (.seconds(Int64.max), Int32.max),
        ] as [(Duration, Int32)])
    func `a time is never shorter in milliseconds, and never too long`(duration: Duration, milliseconds: Int32) {
        #expect(duration.inMilliseconds == milliseconds)
    }
}

@Suite struct EnvironmentTests {
    @Test func `a wiped variable is gone from what the kernel shows of this process`() async {
        await #expect(processExitsWith: .success) {
            // Only what the process was started with stands there, so one of those has to serve.
            let variables = Environment.variables
            let name = try #require(variables.keys.first { $0 == "PATH" })
            let value = try #require(variables[name])
            let shown = { () throws in
                try FileDescriptor(opening: "/proc/self/environ", flags: O_RDONLY).text(named: "environ")
            }
            #expect(try shown().contains(value))

            Environment.wipe(name)
            Environment.wipe(name)

            #expect(try !shown().contains("\(name)=\(value)"))
            #expect(Environment.variables[name] == nil)
            #expect(Environment.variables.count == variables.count - 1)
        }
    }

    @Test func `a stop signal waits for the one who waits for it`() async {
        await #expect(processExitsWith: .success) {
            StopSignals.block()
            // The test's own threads were there before and do not block the signal: it is meant for this one.
            pthread_kill(pthread_self(), SIGINT)
            #expect(StopSignals.wait() == "SIGINT")
            pthread_kill(pthread_self(), SIGTERM)
            #expect(StopSignals.wait() == "SIGTERM")
        }
    }
}

/// How many ``Counted`` there are.
private final class Alive: Sendable {
    private let number = Mutex(0)

    var count: Int { number.withLock { $0 } }

    func change(by step: Int) { number.withLock { $0 += step } }
}

private final class Counted {
    private let alive: Alive

    init(_ alive: Alive) {
        self.alive = alive
        alive.change(by: 1)
    }

    deinit { alive.change(by: -1) }
}
