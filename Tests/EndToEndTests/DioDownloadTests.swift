import TestSupport
import Testing

extension EndToEnd {
    /// Downloads that dio appends to what is there, whatever status they come with.
    @Suite struct DioDownloadTests {
        private let site: Site
        private let dio: Dio
        private let folder: ScratchFolder
        private let bytes = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 / 256) }
        private let path: String

        init() throws {
            site = try Site.restored()
            dio = try Dio(site.stack.web, [try site.authorization("owner")])
            folder = try ScratchFolder()
            path = "/\(try site.lay(bytes, as: "backup_2026-02-01_000000.sql.gz"))/download"
        }

        /// Saves so many bytes, as a download that was cut off leaves them, and goes on with these headers.
        private func goOn(from count: Int, _ headers: (String, String)...) throws -> [UInt8] {
            let file = folder.path(of: "saved")
            try Files.write(Array(bytes.prefix(count)), to: file)
            do {
                try dio.download(DioCall("GET", path, headers), to: file)
            } catch let exception as DioException {
                #expect(exception.response.status == 416 || exception.response.status == 412)
            }
            return try Files.bytes(at: file)
        }

        @Test(arguments: [0, 1, 4096, 150_000, 299_999])
        func `a range to the end makes the file whole`(count: Int) throws {
            #expect(try goOn(from: count, ("Range", "bytes=\(count)-")) == bytes)
        }

        @Test(arguments: ["300000", "300001", "9223372036854775807", "18446744073709551616"])
        func `a range behind the end throws and appends nothing`(start: String) throws {
            let exception = try dio.refusal("GET", path, [("Range", "bytes=\(start)-")])

            #expect(exception?.response.status == 416)
            #expect(try goOn(from: bytes.count, ("Range", "bytes=\(start)-")) == bytes)
        }

        @Test func `nothing of an error is appended`() throws {
            let file = folder.path(of: "saved")
            try Files.write([1, 2, 3], to: file)
            let range = [("Range", "bytes=3-")]
            let nobody = try Dio(site.stack.web, [])

            #expect(throws: DioException.self) { try nobody.download(DioCall("GET", path, range), to: file) }
            #expect(throws: DioException.self) { try dio.download(DioCall("GET", "/0/download", range), to: file) }

            #expect(try Files.bytes(at: file) == [1, 2, 3])
        }

        @Test func `If-Match keeps two files apart where If-Range brings the second behind the first`() throws {
            let tag = try #require(try dio.send("HEAD", path).value("etag"))
            let range = ("Range", "bytes=1000-")

            #expect(try goOn(from: 1000, range, ("If-Match", tag)) == bytes)
            #expect(try goOn(from: 1000, range, ("If-Match", "\"other\"")) == Array(bytes.prefix(1000)))
            // As README warns: HTTP has it so, and dio does not look.
            #expect(try goOn(from: 1000, range, ("If-Range", "\"other\"")) == Array(bytes.prefix(1000)) + bytes)
        }
    }
}
