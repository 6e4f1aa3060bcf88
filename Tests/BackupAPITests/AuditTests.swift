import BackupCore
import HTTP
import TestSupport
import Testing

@testable import BackupAPI

@Suite struct AuditTests {
    private let world = APIWorld()

    /// The lines that tell of a request as a whole, without what all of them begin with.
    private func lines(after target: String, _ method: String, as principal: Principal = .all) -> [String] {
        _ = world.respond(method, target, as: principal)
        return world.world.recorded.lines.filter { $0.contains(" audit=") }
    }

    @Test func `a create that was granted tells who, from where, and what came into being`() {
        let lines = lines(after: "/api/core/backups", "POST")

        #expect(
            lines == [
                "level=info request=7f3a message=\"request granted\" audit=create method=POST path=api/core/backups "
                    + "client=192.0.2.7 user=1 token=12 status=201 backup=2"
            ])
    }

    @Test(arguments: [("GET", "/api/core/backups/1/download", "download"), ("DELETE", "/api/core/backups/1", "delete")])
    func `so does what was handed out or deleted`(method: String, target: String, action: String) {
        let lines = lines(after: target, method)

        #expect(
            lines == [
                "level=info request=7f3a message=\"request granted\" audit=\(action) method=\(method) "
                    + "path=\(target.dropFirst()) client=192.0.2.7 user=1 token=12 status=200 backup=1"
            ])
    }

    @Test func `who only reads the list leaves no line`() {
        #expect(lines(after: "/api/core/backups", "GET").isEmpty)
    }

    @Test(arguments: [
        (Principal.nobody, "user=- token=- status=401"), (.malformed, "user=- token=- status=401"),
        (.unknown, "user=- token=99? status=401"), (.wrongSecret, "user=- token=12? status=401"),
        (.viewer, "user=1 token=7 status=403"),
    ])
    func `a refusal tells who was known, and marks what was only claimed`(principal: Principal, who: String) {
        let lines = lines(after: "/api/core/backups", "POST", as: principal)

        #expect(lines.count == 1)
        #expect(
            lines.first?.hasPrefix(
                "level=info request=7f3a message=\"request refused\" audit=create method=POST path=api/core/backups "
                    + "client=192.0.2.7 \(who) error=") == true, "\(lines)")
    }

    @Test func `a create beside another is refused with who wanted it`() throws {
        try world.world.lock.hold { (_: any HeldLock) throws(BackupError) in
            _ = world.respond("POST", "/api/core/backups")
        }

        let lines = world.world.recorded.lines.filter { $0.contains(" audit=") }
        #expect(lines.count == 1)
        #expect(
            lines.first?.contains(
                "audit=create method=POST path=api/core/backups client=192.0.2.7 user=1 token=12 status=409 ") == true)
    }
}
