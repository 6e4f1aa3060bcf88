import BackupCore
import HTTP
import TestSupport
import Testing

@testable import BackupAPI

@Suite struct BackupAPITests {
    private let world = APIWorld()

    @Test(
        arguments: [
            ("GET", "/api/core/backups/%FF", .badRequest, "Malformed URL."),
            ("OPTIONS", "/%FF", .badRequest, "Malformed URL."),
            (
                "GET", "/api/core/backups/1/download/x", .notFound,
                #"The route api\/core\/backups\/1\/download\/x could not be found."#
            ),
            ("GET", "/", .notFound, #"The route \/ could not be found."#),
            (
                "PUT", "/api/core/backups", .methodNotAllowed,
                #"The PUT method is not supported for route api\/core\/backups. Supported methods: GET, HEAD, POST."#
            ),
            (
                "GET", "/api/core/backups/1", .methodNotAllowed,
                #"The GET method is not supported for route api\/core\/backups\/1. Supported methods: DELETE."#
            ),
            (
                "DELETE", "/api/core/backups/999", .notFound,
                #"No query results for model [App\\Models\\DatabaseBackup] 999"#
            ),
            (
                "GET", "/api/core/backups/%20%C3%A9%22/download", .notFound,
                #"No query results for model [App\\Models\\DatabaseBackup]  \u00e9\""#
            ),
        ] as [(String, String, Status, String)])
    func `says what the ERP says`(method: String, target: String, status: Status, message: String) {
        let response = world.respond(method, target)

        #expect(response.status == status)
        #expect(response.message == message)
        #expect(response.headers["Content-Type"] == "application/json")
        #expect(response.headers["Cache-Control"] == "no-cache, private")
        // The ERP looks at the path's encoding before it thinks of other origins.
        #expect(response.headers["Access-Control-Allow-Origin"] == (status == .badRequest ? nil : "*"))
    }

    @Test func `a new backup is answered whole`() {
        let response = world.respond("POST", "/api/core/backups")

        #expect(response.status == .created)
        #expect(
            response.text == #"{"data":{"id":2,"filename":"backup_2026-02-23_143000.sql.gz","disk":"local","#
                + #""path":"backups\/backup_2026-02-23_143000.sql.gz","size_bytes":36,"size_human":"36 B","#
                + #""created_by":1,"creator":{"id":1,"name":"Admin"},"created_at":"2026-02-23T14:30:00.000000Z","#
                + #""updated_at":"2026-02-23T14:30:00.000000Z"},"message":"Backup created successfully"}"#)
    }

    @Test func `a download is handed to the web server without a body`() {
        let response = world.respond("GET", "/api/core/backups/1/download/")

        #expect(response.status == .ok)
        #expect(response.body.isEmpty)
        #expect(response.headers["X-Accel-Redirect"] == "/_backups/backup_2026-02-22_143000.sql.gz")
        #expect(response.headers["Content-Type"] == "application/gzip")
        #expect(
            response.headers["Content-Disposition"] == "attachment; filename=backup_2026-02-22_143000.sql.gz")
    }

    @Test func `a name in need of it is encoded for the web server, and the row's name for the client`() throws {
        let file = StoredName.sample("a b%2e?#\u{301}.gz")
        var row = Backup.sample(id: 2, file: file)
        row.fileName = "../\"x\r\nSet-Cookie: a"
        world.world.catalog.add(row)
        world.world.storage.contents.files[file] = [1]

        let response = world.respond("GET", "/api/core/backups/2/download")

        #expect(response.headers["X-Accel-Redirect"] == "/_backups/a%20b%252e%3F%23%CC%81.gz")
        #expect(
            response.headers["Content-Disposition"] == "attachment; filename=\"..-\\\"x--Set-Cookie: a\"")
    }

    @Test(arguments: [".hidden", "../../etc/passwd", "none.gz"])
    func `a file that is not there or elsewhere is not found`(name: String) {
        var row = Backup.sample(id: 2)
        row.path = "backups/" + name
        world.world.catalog.add(row)

        let response = world.respond("GET", "/api/core/backups/2/download")

        #expect(response.status == .notFound)
        #expect(response.message == "Backup file not found")
        #expect(response.headers["X-Accel-Redirect"] == nil)
    }

    @Test func `a deleted backup is gone`() {
        #expect(world.respond("DELETE", "/api/core/backups/1").message == "Backup deleted successfully")

        #expect(world.world.catalog.rows.isEmpty)
        #expect(world.respond("DELETE", "/api/core/backups/1").status == .notFound)
    }

    @Test func `the permission is asked before the backup and the page are looked at`() {
        #expect(world.respond("DELETE", "/api/core/backups/999", as: .viewer).status == .forbidden)
        #expect(world.respond("GET", "/api/core/backups?per_page=0", as: .deleter).status == .forbidden)
        #expect(world.respond("GET", "/api/core/backups?per_page=0", as: .nobody).status == .unauthorized)
        #expect(world.respond("GET", "/api/core/backups?per_page=0", as: .viewer).status == .unprocessableContent)
    }

    @Test func `a token in the query is none`() {
        #expect(
            world.respond("GET", "/api/core/backups?token=12|secret&access_token=12|secret", as: .nobody).status
                == .unauthorized)
    }

    @Test func `a second create is told to come back`() throws {
        try world.world.lock.hold { _ throws(BackupError) in
            let response = world.respond("POST", "/api/core/backups")

            #expect(response.status == .conflict)
            #expect(response.message == "A backup is already running.")
            #expect(response.headers["Retry-After"].flatMap { Int($0) } != nil)
        }
    }

    @Test func `a failure's cause is in the log with the request's id, and nowhere else`() {
        world.world.disturbance.arm(.refusal, atCall: 1)

        let response = world.respond("GET", "/api/core/backups")

        #expect(response.status == .internalServerError)
        #expect(response.text == #"{"message":"Server Error"}"#)
        #expect(
            world.world.recorded.lines == [
                "level=error request=7f3a message=\"request failed\" audit=view method=GET path=api/core/backups "
                    + "client=192.0.2.7 user=1 token=12 status=500 error=\"the backup catalog could not be used: disturbed\""
            ])
    }

    @Test func `no token is ever in the log`() {
        for principal in Principal.allCases { _ = world.respond("POST", "/api/core/backups", as: principal) }

        #expect(!world.world.recorded.lines.isEmpty)
        #expect(!world.world.recorded.lines.joined().contains("secret"))
    }
}
