import BackupCore
import HTTP
import TestSupport
import Testing

@testable import BackupAPI

/// Every path, every method, every principal; what is to come out stands in one table.
@Suite struct PermissionMatrixTests {
    /// A path of the API, with what each of its methods needs and answers.
    struct Row: Sendable {
        let path: String
        let methods: [String: (permission: Permission, status: Status)]
        let allow: String
    }

    static let rows = [
        Row(
            path: "/api/core/backups",
            methods: [
                "GET": (.viewBackups, .ok), "HEAD": (.viewBackups, .ok), "POST": (.createBackups, .created),
            ], allow: "GET, HEAD, POST"),
        Row(
            path: "/api/core/backups/1/download",
            methods: ["GET": (.downloadBackups, .ok), "HEAD": (.downloadBackups, .ok)], allow: "GET, HEAD"),
        Row(
            path: "/api/core/backups/status",
            methods: [
                "GET": (.viewBackups, .ok), "HEAD": (.viewBackups, .ok),
                // There the word stands for an id, as ever.
                "DELETE": (.deleteBackups, .notFound),
            ], allow: "GET, HEAD, DELETE"),
        Row(
            path: "/api/core/backups/1/verification",
            methods: ["GET": (.viewBackups, .ok), "HEAD": (.viewBackups, .ok)], allow: "GET, HEAD"),
        Row(
            path: "/api/core/backups/1/checksum",
            methods: ["GET": (.downloadBackups, .ok), "HEAD": (.downloadBackups, .ok)], allow: "GET, HEAD"),
        Row(path: "/api/core/backups/1", methods: ["DELETE": (.deleteBackups, .ok)], allow: "DELETE"),
        Row(path: "/api/core/backups/1/x", methods: [:], allow: ""),
        Row(path: "/api/core/backup", methods: [:], allow: ""),
    ]

    static let methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND", "FOO"]

    @Test func `the table has every endpoint`() {
        let inTable = Self.rows.flatMap { row in
            row.methods.filter { $0.key != "HEAD" && $0.value.status != .notFound }.map {
                "\($0.key) \(row.path) \($0.value.permission)"
            }
        }
        let served = Endpoint.all.map { "\($0.method) \($0.path.replacing("{id}", with: "1")) \($0.permission)" }

        #expect(inTable.sorted() == served.sorted())
    }

    @Test(arguments: rows.indices, Principal.allCases)
    func `answers each by route, then token, then permission`(index: Int, principal: Principal) {
        let row = Self.rows[index]
        for method in Self.methods {
            let world = APIWorld()
            let before = world.world.picture

            let response = world.respond(method, row.path, as: principal)

            let expected = Self.status(of: method, on: row, for: principal)
            #expect(response.status == expected, "\(method) \(row.path) for \(principal)")
            #expect(response.headers["Access-Control-Allow-Origin"] == "*")
            if ![.ok, .created].contains(expected) || method == "OPTIONS" {
                #expect(world.world.picture == before, "nothing is changed by \(method) \(row.path) for \(principal)")
                #expect(response.headers["X-Accel-Redirect"] == nil)
                #expect(!response.text.contains("backup_2026"))
            }
            let isLetIn = principal.permissions != nil && row.methods[method] != nil
            #expect(world.tokens.touches.count == (isLetIn ? 1 : 0), "\(method) \(row.path) for \(principal)")
        }
    }

    private static func status(of method: String, on row: Row, for principal: Principal) -> Status {
        guard !row.methods.isEmpty else { return .notFound }
        if method == "OPTIONS" { return .ok }
        guard let wanted = row.methods[method] else { return .methodNotAllowed }
        guard let held = principal.permissions else { return .unauthorized }
        return held.contains(wanted.permission) ? wanted.status : .forbidden
    }

    @Test(arguments: rows.indices)
    func `names the methods there are, with blanks for 405 and without for OPTIONS`(index: Int) {
        let row = Self.rows[index]
        let world = APIWorld()

        let (refused, options) = (world.respond("FOO", row.path), world.respond("OPTIONS", row.path))

        #expect(refused.headers["Allow"] == (row.allow.isEmpty ? nil : row.allow))
        #expect(options.headers["Allow"] == (row.allow.isEmpty ? nil : row.allow.replacing(" ", with: "")))
    }
}
