import TestSupport
import Testing

extension EndToEnd {
    /// README's examples for those who write clients.
    @Suite struct ClientExampleTests {
        private let site: Site
        private let folder: ScratchFolder

        init() throws {
            site = try Site.restored()
            folder = try ScratchFolder()
        }

        @Test func `the commands for curl do as they are written what stands there`() throws {
            let commands = try Readme.code(of: "With curl")
            let environment = [
                "API": "http://\(site.stack.web.address)/api/core/backups", "HOME": folder.path,
                "TOKEN": site.stack.token,
            ]
            let before = try site.ids()

            let output = try Program.succeed(
                "bash", ["-euo", "pipefail", "-c", "cd; \(commands)"], environment: environment)

            let sum = try Files.text(at: folder.path(of: "sum")).replacing("\n", with: "").parts(separatedBy: "  ")
            #expect(output.text.contains("\(sum[1]): OK\n"))
            #expect(try Files.bytes(at: folder.path(of: sum[1])).count > 1000)
            #expect(output.text.contains(#"{"message":"Backup deleted successfully"}"#))
            #expect(output.text.contains(#""last":{"status":"succeeded""#))
            // One was made and deleted, one was left to be made.
            #expect(try site.ids().count == before.count + 1)
            for option in ["-C - ", "respond-async", "Idempotency-Key"] { #expect(commands.contains(option)) }
        }

        @Test func `the calls on dio bring what the example reads of the answers`() throws {
            let example = try DioExample()
            let dio = try Dio(site.stack.web, try example.headers(with: ["token": site.stack.token]))
            #expect(example.calls.map(\.name) == ["get", "post", "get", "download", "get", "delete"])
            let (list, post, status) = (example.calls[0], example.calls[1], example.calls[2])
            let (download, checksum, delete) = (example.calls[3], example.calls[4], example.calls[5])
            let key = ["key": "nightly-2026-02-23"]

            let page = try dio.send(list.call(with: [:]))
            #expect(try page.data["data"].items.count == 5)
            let begun = try dio.send(post.call(with: key))
            #expect(begun.status == 202)
            let started = try begun.data["data"]["request_id"]
            var now = try dio.send(status.call(with: [:])).data["data"]
            #expect(example.text.contains("while (now['running'] != null);"))
            try eventually("the backup is done") {
                now = try dio.send(status.call(with: [:])).data["data"]
                return now["running"] == .null
            }
            #expect(now["last"]["request_id"] == started)
            #expect(now["last"]["status"].text == "succeeded")
            let backup = now["last"]["data"]
            let again = try dio.send(post.call(with: key))
            #expect(again.status == 201)
            #expect(try again.data["data"] == backup)

            let id = ["id": "\(try #require(backup["id"].integer))"]
            let file = folder.path(of: try #require(backup["filename"].text))
            let whole = try Files.bytes(at: "\(site.stack.storage)/\(try #require(backup["filename"].text))")
            #expect(backup["size_bytes"].integer == Int64(whole.count))
            #expect(download.says("FileAccessMode.append") && download.says("deleteOnError: false"))
            for have in [0, 1000] {
                try Files.write(Array(whole.prefix(have)), to: file)
                try dio.download(download.call(with: id.merging(["have": "\(have)"]) { $1 }), to: file)
                #expect(try Files.bytes(at: file) == whole)
            }
            let line = try #require(try dio.send(checksum.call(with: id)).data.text)
            let sum = try Program.succeed("sha256sum", [file]).text.prefix(64)
            #expect(line.parts(separatedBy: " ").first == String(sum))
            #expect(try dio.send(delete.call(with: id)).status == 200)

            let answers = try [page.data, begun.data, again.data, .object(["data": now])]
            #expect(example.members.subtracting(answers.flatMap(\.names)) == [])
        }
    }
}

extension JSONValue {
    /// The names of all members in it, at any depth.
    fileprivate var names: [String] {
        switch self {
        case .object(let members): members.flatMap { [$0.key] + $0.value.names }
        case .array(let items): items.flatMap(\.names)
        default: []
        }
    }
}
