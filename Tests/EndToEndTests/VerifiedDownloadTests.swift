import FoundationEssentials
import TestSupport
import Testing

extension EndToEnd {
    /// Downloads of a backup that was made here, whose sum is therefore known.
    @Suite struct VerifiedDownloadTests {
        private let site: Site
        private let id: String
        private let name: String
        private let bytes: [UInt8]

        init() throws {
            site = try Site.restored()
            let data = try JSONValue(parsing: try site.call("POST").body)["data"]
            id = "\(try #require(data["id"].integer))"
            name = try #require(data["filename"].text)
            bytes = try Files.bytes(at: "\(site.stack.storage)/\(name)")
        }

        private func get(_ headers: (String, String)...) throws -> Answer {
            try site.call("GET", "/\(id)/download", headers)
        }

        /// The sum of the whole file as the header has it.
        private func digest() throws -> String {
            let hexadecimal = try Program.succeed("sha256sum", ["\(site.stack.storage)/\(name)"]).text.prefix(64)
            let starts = stride(from: 0, to: 64, by: 2)
            let sum = starts.compactMap { UInt8(hexadecimal.dropFirst($0).prefix(2), radix: 16) }
            return "sha-256=:\(Data(sum).base64EncodedString()):"
        }

        @Test func `sha256sum proves what was downloaded by the checksum`() throws {
            let folder = site.stack.folder + "/sums"
            try Program.succeed("mkdir", ["-p", folder])
            let line = try site.call("GET", "/\(id)/checksum")
            #expect(line.status == 200)
            #expect(line["Content-Type"] == "text/plain; charset=utf-8")
            try Files.write(line.text, to: "\(folder)/sum")
            try Files.write(try get().body, to: "\(folder)/\(name)")
            let check = ["-c", "cd \(folder) && sha256sum -c sum"]
            #expect(try Program.succeed("sh", check).text == "\(name): OK\n")

            try Files.write(bytes.dropLast() + [bytes[bytes.count - 1] ^ 1], to: "\(folder)/\(name)")

            #expect(try Program.run("sh", check).status == .exited(1))
        }

        @Test func `the digest is of the whole file, whatever part of it is asked for`() throws {
            let wanted = try digest()
            let part = try get(("Range", "bytes=10-19"))

            #expect(try get().values(of: "Repr-Digest") == [wanted])
            #expect(try site.call("HEAD", "/\(id)/download").values(of: "Repr-Digest") == [wanted])
            #expect(part.status == 206)
            #expect(part.values(of: "Repr-Digest") == [wanted])
            #expect(part.body == Array(bytes[10..<20]))
        }

        @Test func `the one ETag is strong and every condition is held against it`() throws {
            let tags = try get().values(of: "ETag")
            let tag = try #require(tags.first)
            let range = ("Range", "bytes=10-")

            #expect(tags.count == 1 && tag.hasPrefix("\""))
            #expect(try get().values(of: "ETag") == tags)
            #expect(try get(range).values(of: "ETag") == tags)
            #expect(try get(range, ("If-Range", tag)).status == 206)
            #expect(try get(range, ("If-Range", "\"other\"")).body == bytes)
            #expect(try get(range, ("If-Range", "W/" + tag)).body == bytes)
            #expect(try get(range, ("If-Match", tag)).status == 206)
            #expect(try get(("If-Match", "\"other\"")).status == 412)
            #expect(try get(("If-None-Match", tag)).status == 304)
        }

        @Test func `without its line in nginx a download is unproved and else the same`() throws {
            let site = site
            let vhost = try Vhost("plain", of: site, leavingOut: "add_header Repr-Digest")

            let answer = try site.call("GET", "/\(id)/download", through: vhost.web)

            #expect(answer.body == bytes)
            #expect(answer["Repr-Digest"] == nil)
            #expect(answer.values(of: "ETag") == (try get().values(of: "ETag")))
        }

        @Test func `a file of the PHP module has an ETag and no digest`() throws {
            let old = try site.call("GET", "/1/download")

            #expect(old.status == 200)
            #expect(old["ETag"]?.hasPrefix("\"") == true)
            #expect(old["Repr-Digest"] == nil)
        }

        @Test func `the verification agrees with file and manifest`() throws {
            let answer = try site.call("GET", "/\(id)/verification")

            let data = try JSONValue(parsing: answer.body)["data"]
            #expect(answer.status == 200)
            #expect(data["sha256"].text.map { "\($0)  \(name)\n" } == (try site.call("GET", "/\(id)/checksum").text))
            #expect(data["file_bytes"].integer == Int64(bytes.count))
            #expect(data["proved_at"].text?.hasSuffix(".000000Z") == true)
            #expect(data["restored_at"] == .null)
            let tables = data["census"]["found"]["tables"].items.compactMap(\.text)
            #expect(tables == (try site.stack.sql("SHOW TABLES").sorted()))
            #expect(data["census"]["expected"] == data["census"]["found"])
        }
    }
}
