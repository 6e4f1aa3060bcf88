import BackupCore
import HTTP
import TestSupport
import Testing

@testable import BackupAPI

@Suite struct AsyncCreateTests {
    private let world = APIWorld()

    private func post(_ headers: HeaderFields = [:], as principal: Principal = .all) -> Response {
        world.respond("POST", "/api/core/backups", as: principal, headers: headers)
    }

    private func status() throws -> JSONValue {
        try JSONValue(parsing: world.respond("GET", "/api/core/backups/status", as: .viewer).body)["data"]
    }

    @Test func `a client that would not wait is told where to look`() throws {
        let response = post(["Prefer": "respond-async"])

        #expect(response.status == .accepted)
        #expect(response.headers["Preference-Applied"] == "respond-async")
        #expect(response.headers["Location"] == "/api/core/backups/status")
        let data = try JSONValue(parsing: response.body)["data"]
        #expect(data["started_at"].text == "2026-02-23T14:30:00.000000Z")
        #expect(data["by"]["name"].text == "Admin")
        let last = try status()["last"]
        #expect(last["status"].text == "succeeded")
        #expect(last["started_at"] == data["started_at"])
    }

    @Test(arguments: [
        ("respond-async", true), ("Respond-Async", true), ("wait=10, respond-async", true),
        ("respond-async;x=1 , return=minimal", true), ("respond-async, wait=10", true), (" respond-async ", true),
        ("", false), ("respond-async=1", false), ("wait=10", false), ("return=respond-async", false),
        ("respond-asyncx", false),
    ])
    func `the preference is read as RFC 7240 writes it`(value: String, isAsync: Bool) {
        #expect(Preference.respondsAsync(["Prefer": value]) == isAsync)
        #expect(Preference.respondsAsync(["Prefer": "wait=1", "prefer": value]) == isAsync)
    }

    @Test func `what stands in the way at once is told at once`() throws {
        #expect(post(["Prefer": "respond-async"], as: .nobody).status == .unauthorized)
        #expect(post(["Prefer": "respond-async"], as: .viewer).status == .forbidden)
        try world.world.lock.hold { held throws(BackupError) in
            world.world.storage.attempt = Attempt(startedAt: .sample, by: .administrator, session: held.session)

            let response = post(["Prefer": "respond-async"])

            #expect(response.status == .conflict)
            #expect(response.headers["Retry-After"] == "30")
            #expect(response.headers["Location"] == nil)
            #expect(
                response.text == #"{"message":"A backup is already running.","#
                    + #""running":{"request_id":null,"started_at":"2026-02-23T14:30:00.000000Z","by":{"id":1,"name":"Admin"}}}"#
            )
        }
    }

    @Test func `what fails later is told by the status, and its cause by the log alone`() throws {
        world.world.storage.contents.room = Room(freeBytes: 1, totalBytes: 1 << 30)

        #expect(post(["Prefer": "respond-async"]).status == .accepted)

        let last = try status()["last"]
        #expect(last["status"].text == "failed")
        #expect(last["message"].text == "There is not enough room for the backup.")
        #expect(last["data"] == .null)
        #expect(world.world.recorded.lines.contains { $0.contains("backup failed") && $0.contains("free") })
    }

    @Test func `the status has the backup exactly as its create answered it`() throws {
        let answer = try JSONValue(parsing: post().body)
        // The fake catalog knows no users.
        var row = try #require(world.world.catalog.rows.first { $0.id == 2 })
        row.creator = Backup.Creator(id: 1, name: "Admin")
        world.world.catalog.add(row)

        let status = try status()

        #expect(status["last"]["data"] == answer["data"])
        #expect(status["last"]["message"] == answer["message"])
        #expect(status["running"] == .null)
        #expect(status["newest_proved"]["id"].integer == 2)
        #expect(status["newest_proved"]["age_seconds"].integer == 0)
        #expect(status["room"]["free_bytes"].integer == 1 << 40)
    }

    @Test func `one that runs is told, with null for what is not known`() throws {
        try world.world.lock.hold { _ throws(BackupError) in
            let response = world.respond("GET", "/api/core/backups/status")

            #expect(
                response.text.hasPrefix(
                    #"{"data":{"running":{"request_id":null,"started_at":null,"by":null,"phase":null,"table":null,"sql_bytes":null,"#
                        + #""expected_sql_bytes":null,"percent":null,"seconds_left":null},"last":"#))
        }
    }

    @Test(arguments: Attempt.Failure.allCases)
    func `no failure tells a caller more than he may know`(failure: Attempt.Failure) throws {
        var attempt = Attempt(startedAt: .sample, by: nil, session: 1)
        attempt.endedAt = failure == .lost ? nil : .sample
        attempt.failure = failure
        world.world.storage.attempt = attempt

        let last = try status()["last"]

        #expect(last["status"].text == "failed")
        #expect(last["by"] == .null)
        #expect(last["message"].text?.hasSuffix(".") == true)
    }
}
