import TestSupport
import Testing

extension EndToEnd {
    @Suite struct LeakTests {
        @Test func `a hundred backups leave no thread, no file and no memory behind`() throws {
            let site = try Site.restored()
            // One thread serves all, so that the connection it keeps is there from the first request on.
            let worker = try OwnWorker("tireless", of: site, settings: ["BACKUP_THREADS": "1"])
            for _ in 1...10 { #expect(try site.call("POST", through: worker.web).status == 201) }
            let before = try worker.resources()

            for _ in 1...100 {
                #expect(try site.call("POST", through: worker.web).status == 201)
                #expect(try site.call("GET", through: worker.web).status == 200)
            }

            let after = try worker.resources()
            #expect(after.files == before.files)
            #expect(after.threads == before.threads)
            #expect(after.residentBytes - before.residentBytes < 2 << 20)
            #expect(try site.ids().count == 10)
            #expect(try site.files().count == 10)
            #expect(try worker.service.stop() == .exited(0))
        }
    }
}
