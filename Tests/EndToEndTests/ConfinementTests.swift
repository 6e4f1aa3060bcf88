import FoundationEssentials
import Glibc
import TestSupport
import Testing

extension EndToEnd {
    /// Nothing but a backup, and to nobody but who may have it.
    @Suite struct ConfinementTests {
        private let site: Site
        private let name = "backup_2026-01-01_020000.sql.gz"

        init() throws { site = try Site.restored() }

        @Test(arguments: [
            "/_backups/{}", "//_backups/{}", "/_backups//{}", "/./_backups/{}", "/x/../_backups/{}", "/%5fbackups/{}",
            "/%5Fbackups/{}", "/_backups%2f{}", "/_backups/%2e/{}", "/_backups/x/../{}", "/_backups/{}?x=1",
            "/_backups/{}#x", "/_backups/", "/_backups", "/_backups/.manifests/names", "/_backups/../backups/{}",
            "/api/core/backups/../../../_backups/{}", "/api/core/backups/1/download/../../../../../_backups/{}",
            "/api/core/backups/%2e%2e/%2e%2e/%2e%2e/_backups/{}", "http://localhost/_backups/{}", "/_BACKUPS/{}",
            "/storage/app/private/backups/{}", "/backups/{}",
        ])
        func `files have no address of their own`(path: String) throws {
            let answer = try site.stack.web.call(
                "GET", path.replacing("{}", with: name),
                [try site.authorization("owner"), ("X-Accel-Redirect", "/_backups/\(name)")])

            #expect(answer.status == 404)
            #expect(answer["Content-Type"] == "application/json")
        }

        @Test(arguments: ["/_backupd/400", "/_backupd/405", "/_backupd/"])
        func `error pages have no address of their own`(path: String) throws {
            #expect(try site.stack.web.call("GET", path).status == 404)
        }

        @Test func `TRACE and broken requests are answered in JSON`() throws {
            let trace = try site.call("TRACE", "/1/download")
            let broken = try site.stack.web.call("GET", "/api/core/backups", [("Host", "a b")])

            #expect(trace.status == 405 && trace["Content-Type"] == "application/json")
            #expect(broken.status == 400 && broken["Content-Type"] == "application/json")
        }

        @Test(arguments: [
            ("", "GET, HEAD, POST"), ("/?page=2", "GET, HEAD, POST"), ("/1", "DELETE"), ("/1/?page=2", "DELETE"),
            ("/status", "GET, HEAD, DELETE"), ("/status/", "GET, HEAD, DELETE"), ("/1/download", "GET, HEAD"),
        ])
        func `who tries TRACE is told the methods there are`(target: String, methods: String) throws {
            let refused = try site.call("PUT", target)

            #expect(try site.call("TRACE", target)["Allow"] == methods)
            #expect(refused["Allow"] == methods)
        }

        @Test(arguments: [
            "", "backups", "backups/", "backups/.", "backups/..", "../outside.gz", "backups/../outside.gz",
            "backups/../../private/outside.gz", "/etc/passwd", "backups//etc/passwd", "backups/./kept.gz",
            "backups//kept.gz", "./backups/kept.gz", "/backups/kept.gz", "backups/folder", "backups/folder/kept.gz",
            "backups/.hidden.gz", "backups/.manifests/names", "backups/link-out.gz", "backups/link-in.gz",
            "backups/link-folder/kept.gz", "backups/dangling.gz", "BACKUPS/kept.gz", "backups/KEPT.gz",
            "backups\\kept.gz", "backups/kept.gz/", "backups/kept.gz\n", "backups/%6bept.gz", "backups/pipe.gz",
            "backups/kept.gz?x", "backups/kept.gz\0x",
        ])
        func `a row that leads to no file of the folder gives 404`(path: String) throws {
            try layTraps()
            let id = try site.addRow(path: path)

            for method in ["GET", "HEAD"] {
                let answer = try site.call(method, "/\(id)/download")

                #expect(answer.status == 404)
                #expect(answer["Content-Disposition"] == nil)
                #expect(method == "HEAD" || answer.text == #"{"message":"Backup file not found"}"#)
            }
        }

        @Test(arguments: [
            "../outside.gz", "backups/../outside.gz", "backups/folder/kept.gz", "backups/link-folder/kept.gz",
            "backups/.hidden.gz", "backups/.manifests/names", "/etc/hostname",
        ])
        func `deleting a row that leads elsewhere deletes the row alone`(path: String) throws {
            try layTraps()
            let id = try site.addRow(path: path)

            let answer = try site.call("DELETE", "/\(id)")

            #expect(answer.status == 200)
            #expect(!(try site.ids().contains(id)))
            for file in ["../outside.gz", "folder/kept.gz", ".hidden.gz", ".manifests/names"] {
                #expect(access("\(site.stack.storage)/\(file)", F_OK) == 0, "\(file)")
            }
        }

        @Test func `deleting a link deletes the link and not what it leads to`() throws {
            try layTraps()
            let id = try site.addRow(path: "backups/link-out.gz")

            #expect(try site.call("DELETE", "/\(id)").status == 200)

            #expect(!(try site.files().contains("link-out.gz")))
            #expect(access(site.stack.storage + "/../outside.gz", F_OK) == 0)
        }

        @Test(arguments: [
            "a b.gz", "100% sure?.gz", "#1;2&3=4+5.gz", "نسخة 📦.gz", "quote\"and\\slash.gz", "new\r\nline.gz", "-rf.gz",
            "%2e%2e.gz", "a:b.gz", "~.gz",
        ])
        func `a file of any name is handed out`(name: String) throws {
            let id = try site.lay(Array(name.utf8), as: name)

            let answer = try site.call("GET", "/\(id)/download")

            #expect(answer.status == 200)
            #expect(answer.text == name)
        }

        @Test(arguments: [
            ("plain.gz", "attachment; filename=plain.gz"),
            ("a b.gz", "attachment; filename=\"a b.gz\""),
            ("a\"b.gz", "attachment; filename=\"a\\\"b.gz\""),
            ("a;b.gz", "attachment; filename=\"a;b.gz\""),
            ("../../etc/passwd", "attachment; filename=..-..-etc-passwd"),
            ("a\\b.gz", "attachment; filename=a-b.gz"),
            ("x\r\nX-Evil: 1\r\n\r\n<html>", "attachment; filename=\"x--X-Evil: 1----<html>\""),
            ("نسخة.gz", "attachment; filename=.gz; filename*=utf-8''%D9%86%D8%B3%D8%AE%D8%A9.gz"),
            ("50%.gz", "attachment; filename=50.gz; filename*=utf-8''50%25.gz"),
        ])
        func `whatever the row says, the name is one header`(shown: String, disposition: String) throws {
            let id = try site.lay([1, 2, 3], as: "some.gz", shownAs: shown)

            let answer = try site.call("GET", "/\(id)/download")

            #expect(answer.status == 200)
            #expect(answer.values(of: "Content-Disposition") == [disposition])
            #expect(answer["X-Evil"] == nil)
            #expect(answer.body == [1, 2, 3])
        }

        /// Files that must not be reached, and things that are no files.
        private func layTraps() throws {
            let commands = """
                cd "$1"
                echo secret >../outside.gz
                echo kept >kept.gz
                mkdir folder .manifests
                cp kept.gz folder
                cp kept.gz .hidden.gz
                cp kept.gz .manifests/names
                ln -s ../outside.gz link-out.gz
                ln -s kept.gz link-in.gz
                ln -s folder link-folder
                ln -s nowhere dangling.gz
                mkfifo pipe.gz
                """
            try Program.succeed("sh", ["-ec", commands, "sh", site.stack.storage])
        }
    }
}
