import Glibc
import Posix
import TestSupport
import Testing

extension EndToEnd {
    /// `BACKUP_HOOK` where creates end faster than it does.
    @Suite struct HookQueueTests {
        private let site: Site

        init() throws { site = try Site.restored() }

        @Test func `while it hangs no answer waits, and all are told in turn`() throws {
            let (gate, heard) = (site.stack.folder + "/queue-gate", site.stack.folder + "/heard-in-turn")
            #expect(mkfifo(gate, 0o600) == 0)
            let worker = try OwnWorker(
                "queue", of: site,
                settings: [
                    "BACKUP_HOOK": try site.hook("read word <\(gate); cat >>\(heard)", named: "queued-hook"),
                    "BACKUP_HOOK_TIMEOUT": "300",
                ])

            // More than there are threads.
            let answers = try (1...6).map { _ in try site.call("POST", through: worker.web) }

            #expect(answers.map(\.status) == Array(repeating: 201, count: 6))
            #expect(access(heard, F_OK) != 0, "the first still hangs")
            // Opened for both, so that it waits for nobody who reads.
            let words = try FileDescriptor(opening: gate, flags: O_RDWR)
            for _ in answers { try words.writeAll("go\n", named: gate) }
            #expect(try worker.service.stop() == .exited(0))
            let lines = try Files.text(at: heard).split(separator: "\n")
            let told = try lines.map { try JSONValue(parsing: Array($0.utf8)) }
            let made = try answers.map { try JSONValue(parsing: $0.body)["data"] }
            #expect(told.map { $0["id"].integer } == made.map { $0["id"].integer })
        }

        @Test func `whoever ends a create while too many wait for it waits for his own`() throws {
            let gate = site.stack.folder + "/long-queue-gate"
            #expect(mkfifo(gate, 0o600) == 0)
            let worker = try OwnWorker(
                "long-queue", of: site,
                settings: [
                    "BACKUP_HOOK": try site.hook("read word <\(gate)", named: "queued-hook"),
                    "BACKUP_HOOK_TIMEOUT": "300",
                ])
            for _ in 1...9 { #expect(try site.call("POST", through: worker.web).status == 201) }

            let last = try site.begin("POST", through: worker.web)

            try eventually("the last is made") { try worker.log.matches(of: /"backup created"/).count == 10 }
            #expect(try !worker.log.contains("message=\"the hook ran\""))
            let words = try FileDescriptor(opening: gate, flags: O_RDWR)
            for _ in 1...10 { try words.writeAll("go\n", named: gate) }
            #expect(try last.answer().status == 201)
            #expect(try worker.service.stop() == .exited(0))
            #expect(try worker.log.matches(of: /"the hook ran"/).count == 10)
        }
    }
}
