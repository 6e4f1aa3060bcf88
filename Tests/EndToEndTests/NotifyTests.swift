import Glibc
import TestSupport
import Testing

extension EndToEnd {
    /// The worker as a service manager sees it.
    @Suite struct NotifyTests {
        private let site: Site

        init() throws { site = try Site.restored() }

        @Test func `a worker is ready once it listens, is alive while it dumps, and says when it stops`() throws {
            let manager = try ServiceManager(at: site.stack.folder + "/notify")
            let socket = "\(site.stack.folder)/notifying.sock"
            let worker = try OwnWorker(
                "notifying", of: site,
                settings: [
                    "NOTIFY_SOCKET": manager.address, "WATCHDOG_USEC": "60000", "BACKUP_THREADS": "1",
                ])

            #expect(manager.next()?.first == "READY=1")
            #expect(access(socket, F_OK) == 0, "it listens when it says so")
            _ = try manager.wait(for: "STATUS=serving, 0 of 1 threads busy")
            try site.gate.close()
            let create = try site.begin("POST", through: worker.web)
            try site.gate.waitForDump()
            let busy = try manager.wait(for: "STATUS=serving, 1 of 1 threads busy")
            #expect(busy.contains("WATCHDOG=1"))

            worker.service.signal(SIGTERM)

            _ = try manager.wait(for: "STOPPING=1")
            let stopping = try manager.wait(for: "STATUS=stopping, 1 of 1 threads busy")
            #expect(stopping.contains("WATCHDOG=1"))
            try site.gate.open()
            #expect(try create.answer().status == 201)
            #expect(try worker.service.end() == .exited(0))
        }

        @Test func `a worker that cannot listen is never ready`() throws {
            let manager = try ServiceManager(at: "@backupd-test-\(getpid())")

            let finished = try Program.run(
                site.stack.worker, ["--env-file", site.stack.directory + "/backupd.env"],
                environment: ["NOTIFY_SOCKET": manager.address])

            #expect(finished.status == .exited(69), "the stack's own worker has the socket")
            #expect(manager.next(within: .zero) == nil)
        }

        @Test func `the program that dumps hears nothing of the service manager`() throws {
            let manager = try ServiceManager(at: site.stack.folder + "/notify")
            let worker = try OwnWorker("discreet", of: site, settings: ["NOTIFY_SOCKET": manager.address])
            try site.gate.close()
            let create = try site.begin("POST", through: worker.web)
            let dump = try site.gate.waitForDump()

            let environment = try Files.text(at: "/proc/\(dump)/environ")

            #expect(environment.contains("PATH=") && !environment.contains("NOTIFY_SOCKET"))
            try site.gate.open()
            #expect(try create.answer().status == 201)
            #expect(try worker.service.stop() == .exited(0))
        }
    }
}
