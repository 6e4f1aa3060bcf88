import TestSupport
import Testing

extension EndToEnd {
    /// Downloads that something happens to, and those of curl.
    @Suite struct LongDownloadTests {
        private let site: Site
        /// More than the sockets between here and nginx can hold.
        private let bytes = [UInt8](unsafeUninitializedCapacity: 32 << 20) { buffer, count in
            for index in 0..<buffer.count { buffer[index] = UInt8(truncatingIfNeeded: index ^ (index >> 11)) }
            count = buffer.count
        }
        private let id: String

        init() throws {
            site = try Site.restored()
            id = try site.lay(bytes, as: "backup_2025-12-01_000000.sql.gz")
            // Older than the fixture's, so that it is the first to be pruned.
            try site.stack.sql("UPDATE database_backups SET created_at = '2025-12-01' WHERE id = \(id)")
        }

        @Test func `a download goes on to its end though the backup is deleted`() throws {
            var download = try site.begin("GET", "/\(id)/download")
            try download.receive(atLeast: 100_000)

            #expect(try site.call("DELETE", "/\(id)").status == 200)
            #expect(try site.call("GET", "/\(id)/download").status == 404)

            #expect(!(try site.files().contains("backup_2025-12-01_000000.sql.gz")))
            #expect(try download.answer().body == bytes)
        }

        @Test func `a download goes on to its end though the backup is pruned`() throws {
            for number in 1...4 { _ = try site.addRow(path: "backups/none\(number)") }
            var download = try site.begin("GET", "/\(id)/download")
            try download.receive(atLeast: 100_000)

            #expect(try site.call("POST").status == 201)

            #expect(!(try site.files().contains("backup_2025-12-01_000000.sql.gz")))
            #expect(try download.answer().body == bytes)
        }

        @Test func `curl names the file after the backup`() throws {
            let folder = try scratch()

            try curl(["-OJ", "--output-dir", folder])

            let saved = try Files.bytes(at: folder + "/backup_2025-12-01_000000.sql.gz")
            #expect(saved == bytes)
        }

        @Test func `curl continues a download that was cut off`() throws {
            let file = try scratch() + "/saved"
            try curl(["-o", file, "-r", "0-9999999"])
            try #require(try Files.bytes(at: file).count == 10_000_000)

            try curl(["-o", file, "-C", "-"])

            #expect(try Files.bytes(at: file) == bytes)
        }

        @Test func `curl saves nothing of an error`() throws {
            let folder = try scratch()
            try site.stack.sql("DELETE FROM database_backups WHERE id = \(id)")

            let result = try Program.run("curl", try arguments(["--fail", "-OJ", "--output-dir", folder]))

            #expect(result.status == .exited(22))
            #expect(try Program.succeed("ls", ["-A", folder]).text == "")
        }

        private func scratch() throws -> String {
            let folder = try Program.succeed("mktemp", ["-d", site.stack.folder + "/saved.XXXXXX"]).text
            return String(folder.dropLast())
        }

        private func curl(_ options: [String]) throws { try Program.succeed("curl", try arguments(options)) }

        /// The token goes by a file, as the process list is for everyone to see.
        private func arguments(_ options: [String]) throws -> [String] {
            let header = site.stack.folder + "/header"
            let authorization = try site.authorization("owner")
            try Files.write("\(authorization.0): \(authorization.1)\n", to: header)
            let url = "http://\(site.stack.web.address)/api/core/backups/\(id)/download"
            return ["-sS", "-q", "-H", "@\(header)"] + options + [url]
        }
    }
}
