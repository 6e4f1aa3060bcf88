import BackupCore
import FastCGI
import Glibc
import Posix
import TestSupport
import Testing

@testable import Deployment

@Suite struct SupervisionTests {
    private let manager: ServiceManager
    private let scratch: ScratchFolder
    private let log = RecordedLog()

    init() throws {
        scratch = try ScratchFolder()
        manager = try ServiceManager(at: scratch.path(of: "notify"))
    }

    private func supervision(_ settings: [String: String] = [:]) -> Supervision {
        Supervision(["NOTIFY_SOCKET": manager.address].merging(settings) { $1 }, log: log.log)
    }

    @Test func `says ready once all is in order, serving while the worker lives, and stopping`() throws {
        let supervision = supervision(["WATCHDOG_USEC": "30000"])
        let ended = try Cancellation()
        let recovered = try Semaphore()

        let thread = try PosixThread(named: "watchdog") {
            supervision.ready(once: recovered)
            supervision.watch(until: ended) { (Activity().now, nil) }
        }

        #expect(manager.next(within: .milliseconds(50)) == nil, "rows and files are being put in order")
        recovered.signal()
        #expect(manager.next()?.first == "READY=1")
        for _ in 1...3 { #expect(manager.next() == ["WATCHDOG=1", "STATUS=serving, 0 of 0 threads busy"]) }
        supervision.stopping()
        #expect(try manager.wait(for: "STOPPING=1").count == 2)
        _ = try manager.wait(for: "STATUS=stopping, 0 of 0 threads busy")
        ended.cancel()
        thread.join()
        #expect(log.lines.isEmpty)
    }

    @Test func `says nothing for a worker that stands still, and goes on once it moves`() throws {
        let supervision = supervision(["WATCHDOG_USEC": "30000"])
        let (ended, moves) = (try Cancellation(), try Cancellation())
        let thread = try PosixThread(named: "watchdog") {
            supervision.watch(until: ended) { (Activity().now, moves.isCancelled ? nil : "asleep") }
        }

        for _ in 1...3 { #expect(manager.next() == ["STATUS=stands still: asleep"]) }
        moves.cancel()
        _ = try manager.wait(for: "WATCHDOG=1")

        ended.cancel()
        thread.join()
        #expect(log.lines == [#"level=error message="the worker stands still" reason=asleep"#])
    }

    @Test func `without a manager nobody is told, and with one that is gone the worker goes on`() throws {
        let ended = try Cancellation()
        ended.cancel()
        for environment in [[:], ["NOTIFY_SOCKET": ""], ["NOTIFY_SOCKET": scratch.path(of: "gone")]] {
            let supervision = Supervision(environment, log: log.log)
            supervision.ready(once: try Semaphore(1))
            supervision.stopping()
            supervision.watch(until: ended) { (Activity().now, nil) }
        }

        #expect(log.lines.count == 1)
        #expect(log.lines.first?.contains("the service manager cannot be told anything") == true)
    }

    @Test(
        arguments: [
            (nil, .seconds(30)), ("", .seconds(30)), ("x", .seconds(30)), ("0", .seconds(30)), ("-3", .seconds(30)),
            ("3000000", .seconds(1)), ("300000000", .seconds(30)),
        ] as [(String?, Duration)])
    func `the watchdog is fed three times in the manager's patience`(text: String?, interval: Duration) {
        #expect(Supervision.interval(text.map { ["WATCHDOG_USEC": $0] } ?? [:]) == interval)
    }
}
