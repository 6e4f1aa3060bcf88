import Posix
import TestSupport
import Testing

extension EndToEnd {
    /// `backupctl doctor` and `backupctl status`.
    @Suite struct DoctorTests {
        @Test func `a site that is well has nothing that fails, and nothing is left unlooked at`() throws {
            let world = try DoctorSite()

            let (status, observations) = try world.examine()

            #expect(status == .exited(0))
            #expect(
                observations.filter { $0["level"].text != "ok" }.map { $0["subject"].text } == ["drill"],
                "only that no backup was restored on trial is remarked on")
            let subjects = observations.compactMap { $0["subject"].text }
            #expect(
                subjects == [
                    "configuration", "database", "tls", "login", "client", "clock", "time zone", "schema", "rights",
                    "dump",
                    "storage", "owner", "mode", "newest proved", "drill", "room", "worker", "nginx", "nginx timeout",
                    "nginx files", "nginx alias", "site", "site files", "download",
                ])
        }

        @Test(arguments: PlantedFault.all.filter(\.canBePlanted))
        func `finds what is wrong and names the remedy`(fault: PlantedFault) throws {
            let world = try DoctorSite()
            try fault.plant(world)

            let result = Result { try world.examine() }

            try fault.mend(world)
            let (status, observations) = try result.get()
            let found = observations.filter { $0["subject"].text == fault.subject && $0["level"].text == "fail" }
            #expect(found.contains { $0["seen"].text?.contains(fault.seen) == true }, "\(observations)")
            #expect(found.contains { $0["hint"].text?.contains(fault.hint) == true }, "\(observations)")
            #expect(status == .exited(fault.status))
        }

        @Test func `changes no backup and no row`() throws {
            let world = try DoctorSite()
            let before = try (world.site.files(), world.site.stack.sql("SELECT * FROM database_backups"))
            let state = "cd \(world.site.stack.storage) && find . -printf '%p %m %u %s %T@ %C@\\n' | sort"
            let folder = try Program.succeed("sh", ["-c", state]).text

            _ = try world.examine()

            #expect(try world.site.files() == before.0)
            #expect(try world.site.stack.sql("SELECT * FROM database_backups") == before.1)
            #expect(try Program.succeed("sh", ["-c", state]).text == folder)
        }

        @Test func `what nginx printed is read from standard input, too, and a file that is not there is wrong usage`()
            throws
        {
            let world = try DoctorSite()

            let read = try world.tool.run("doctor", "--nginx", "-")
            let missing = try world.tool.run("doctor", "--nginx", "/nonexistent")

            // Nothing stands there.
            #expect(read.text.contains("fail\tnginx\twhat was given is not what nginx -T prints\n\thint: "))
            #expect(read.status == .exited(1))
            #expect(missing.status == .exited(64))
            #expect(missing.errors.contains("what '--nginx' names cannot be read: open '/nonexistent'"))
        }

        @Test func `status tells of a backup while it is being made`() throws {
            let world = try DoctorSite()
            try world.site.gate.close()
            let create = try world.tool.start("create")
            try world.site.gate.waitForDump()

            let status = try world.tool.run("status")
            let document = try world.tool.document("status")
            try world.site.gate.open()

            #expect(try create.end() == .exited(0))
            let account = try world.site.stack.setting("DB_USERNAME")
            #expect(status.status == .exited(0))
            #expect(status.text.contains("running        yes, by session "))
            #expect(status.text.contains(" of \(account)@localhost"))
            #expect(status.text.split(separator: "\n").count < 24)
            #expect(document["running"]["account"].text == "\(account)@localhost")
            #expect(document["newest_proved"]["backup"]["filename"].text == world.backup)
            #expect(document["kept"]["count"] == .integer(1))
            #expect(try world.tool.document("status")["running"] == .null)
        }

        @Test func `status fails where there is no proved backup`() throws {
            let world = try DoctorSite()
            try Program.succeed("rm", ["-r", world.site.stack.storage + "/.manifests"])

            let status = try world.tool.run("status")

            #expect(status.status == .exited(1))
            #expect(status.text.contains("newest proved  none"))
        }
    }
}
