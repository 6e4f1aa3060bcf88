import FoundationEssentials
import Glibc
import Posix
import TestSupport
import Testing

extension EndToEnd {
    /// What is around the worker fails.
    @Suite struct FaultTests {
        private let site: Site

        init() throws { site = try Site.restored() }

        @Test func `a database that is down is a 503, and one that is back is used again`() throws {
            let worker = try site.stack.workerID
            #expect(try site.call("GET").status == 200)

            try site.stack.withoutDatabase {
                for (method, path) in [("GET", ""), ("POST", ""), ("GET", "/1/download"), ("DELETE", "/1")] {
                    let answer = try site.call(method, path)
                    #expect(answer.status == 503, "\(method) \(path)")
                    #expect(answer["Retry-After"].flatMap { Int($0) } != nil)
                    #expect(answer.text == #"{"message":"Service Unavailable"}"#)
                }
            }

            #expect(try site.call("GET").status == 200)
            #expect(try site.call("POST").status == 201)
            #expect(try site.call("DELETE", "/1").status == 200)
            #expect(try site.stack.workerID == worker && kill(worker, 0) == 0)
        }

        @Test func `a database that restarts between two requests is no failure`() throws {
            #expect(try site.call("GET").status == 200)

            try site.stack.withoutDatabase {}

            #expect(try site.call("GET").status == 200)
        }

        @Test func `a database that goes down during a dump is no backup`() throws {
            let (ids, files) = (try site.ids(), try site.files())
            try site.gate.close()
            let create = try site.begin("POST")
            try site.gate.waitForDump()

            try site.stack.withoutDatabase {
                try site.gate.open()
                try eventually("the dump has failed") { create.hasBegun }
            }

            let answer = try create.answer()

            #expect([500, 503].contains(answer.status))
            #expect(try site.ids() == ids)
            #expect(try site.files() == files)
            #expect(try site.parts().isEmpty)
        }

        @Test func `a folder that is gone is made anew`() throws {
            try FileManager.default.removeItem(atPath: site.stack.storage)

            #expect(try site.call("GET", "/1/download").status == 404)
            let answer = try site.call("POST")

            #expect(answer.status == 201)
            let id = try #require(try JSONValue(parsing: answer.body)["data"]["id"].integer)
            #expect(try site.call("GET", "/\(id)/download").status == 200)
        }

        @Test func `storage that cannot be used is a 500 whose cause stands in the log alone`() throws {
            let ids = try site.ids()
            let seen = try site.stack.log(of: "backupd").count
            try FileManager.default.removeItem(atPath: site.stack.storage)
            try Files.write("no folder", to: site.stack.storage)

            let answers = [
                try site.call("POST"), try site.call("GET", "/1/download"), try site.call("DELETE", "/1"),
            ]
            unlink(site.stack.storage)
            mkdir(site.stack.storage, 0o700)

            for answer in answers {
                #expect(answer.status == 500)
                #expect(answer.text == #"{"message":"Server Error"}"#)
            }
            let log = try site.stack.log(of: "backupd").dropFirst(seen)
            #expect(log.contains("Not a directory"))
            #expect(try site.ids() == ids)
            #expect(try site.call("POST").status == 201)
        }

        @Test func `a disk whose root is gone is a 500, and is used again when it is back`() throws {
            let root = site.stack.storage + "/.."
            try Program.succeed("mv", [site.stack.storage + "/../../private", site.stack.folder + "/away"])

            let answer = try site.call("POST")
            try Program.succeed("mv", [site.stack.folder + "/away", site.stack.directory + "/storage/app/private"])

            #expect(answer.status == 500)
            #expect(answer.text == #"{"message":"Server Error"}"#)
            #expect(access(root, F_OK) == 0)
            #expect(try site.call("POST").status == 201)
        }

        @Test(.enabled(if: geteuid() != 0, "root may write anywhere"))
        func `a folder that may not be written to is a 500`() throws {
            chmod(site.stack.storage, 0o500)
            defer { chmod(site.stack.storage, 0o700) }

            #expect(try site.call("POST").status == 500)
            #expect(try site.call("DELETE", "/1").status == 500)
            #expect(try site.ids() == ["1", "2", "3", "4", "5"])
        }

        @Test func `a file that cannot be removed keeps its row`() throws {
            let file = site.stack.storage + "/backup_2026-01-01_020000.sql.gz"
            unlink(file)
            mkdir(file, 0o700)

            let answer = try site.call("DELETE", "/1")

            #expect(answer.status == 500)
            #expect(answer.text == #"{"message":"Server Error"}"#)
            #expect(try site.ids() == ["1", "2", "3", "4", "5"])
            rmdir(file)
            #expect(try site.call("DELETE", "/1").status == 200)
            #expect(try site.ids() == ["2", "3", "4", "5"])
        }

        @Test func `a backup that cannot be pruned does not spoil the new one`() throws {
            for number in 1...8 { _ = try site.addRow(path: "backups/none\(number)") }
            let file = site.stack.storage + "/backup_2026-01-01_020000.sql.gz"
            unlink(file)
            mkdir(file, 0o700)

            let answer = try site.call("POST")

            #expect(answer.status == 201)
            #expect(try site.ids().count == 11)
            #expect(try site.ids().first == "1")
            #expect(try site.stack.log(of: "backupd").contains("an old backup was not pruned"))
        }
    }
}
