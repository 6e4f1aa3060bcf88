import BackupCore
import HTTP
import TestSupport
import Testing

@testable import BackupAPI

/// Answers to `Accept-Language: ar`.
@Suite struct ArabicAnswerTests {
    private let world = APIWorld()

    private static let requests: [(method: String, target: String, principal: Principal, status: Status)] = [
        ("GET", "/api/core/backups", .nobody, .unauthorized), ("GET", "/api/core/backups", .norights, .forbidden),
        ("GET", "/api/core/backups/%FF", .all, .badRequest), ("GET", "/api/core/other", .all, .notFound),
        ("PUT", "/api/core/backups", .all, .methodNotAllowed), ("DELETE", "/api/core/backups/999", .all, .notFound),
        ("GET", "/api/core/backups/7/download", .all, .notFound),
        ("GET", "/api/core/backups/7/checksum", .all, .notFound),
        ("GET", "/api/core/backups?per_page=1e3", .all, .unprocessableContent),
        ("POST", "/api/core/backups", .all, .created), ("DELETE", "/api/core/backups/1", .all, .ok),
    ]

    private func texts(of answer: JSONValue) -> [String] {
        switch answer {
        case .text(let text): [text]
        case .array(let list): list.flatMap(texts)
        case .object(let members): members.values.flatMap(texts)
        default: []
        }
    }

    @Test(arguments: requests)
    func `every message is Arabic, and all else is as in English`(
        method: String, target: String, principal: Principal, status: Status
    ) throws {
        let arabic = world.respond(
            method, target, as: principal, headers: ["Accept-Language": "ar-SA,ar;q=0.9,en;q=0.8"])
        let english = APIWorld().respond(method, target, as: principal)

        let (told, said) = (try JSONValue(parsing: arabic.body), try JSONValue(parsing: english.body))
        #expect(arabic.status == status && english.status == status)
        #expect(told["message"].text?.isInArabic == true, "\(arabic.text)")
        #expect(said["message"].text?.isInArabic == false)
        #expect(texts(of: told["errors"]).allSatisfy { $0.isInArabic })
        #expect(told["data"] == said["data"])
        #expect(arabic.headers["Content-Language"] == "ar")
        #expect(english.headers["Content-Language"] == nil)
        var others = arabic.headers
        others["Content-Language"] = nil
        #expect(others == english.headers, "what was recorded stays")
    }

    @Test func `letters are escaped as json_encode does it`() {
        let response = world.respond("GET", "/api/core/backups", as: .nobody, headers: ["Accept-Language": "ar"])

        #expect(
            response.text == #"{"message":"\u0644\u0645 \u064a\u062a\u0645 \u0627\u0644\u062a\u062d\u0642\u0642 "#
                + #"\u0645\u0646 \u0627\u0644\u0647\u0648\u064a\u0629."}"#)
    }

    @Test(
        arguments: [
            .alreadyRunning, .dumpFailed(reason: "SECRET"), .storageFull(reason: "SECRET"), .interrupted,
            .databaseUnavailable(reason: "SECRET"), .fileMissing(path: "SECRET"),
            .invalid(.idempotencyKey, breaking: [.present]),
        ] as [BackupError])
    func `a failure is told in Arabic too, with all that comes with it`(error: BackupError) throws {
        let attempt = Attempt(startedAt: .sample, by: .administrator, session: 7)
        let arabic = Response(error, instead: attempt, in: .arabic)
        let english = Response(error, instead: attempt, in: .english)

        let (told, said) = (try JSONValue(parsing: arabic.body), try JSONValue(parsing: english.body))
        #expect(told["message"].text?.isInArabic == true)
        #expect(!arabic.text.contains("SECRET"))
        #expect(told["running"] == said["running"])
        #expect(arabic.status == english.status)
        #expect(arabic.headers["Retry-After"] == english.headers["Retry-After"])
    }

    @Test(arguments: [nil] + Attempt.Failure.allCases.map { Optional($0) })
    func `the status tells in Arabic how the last create ended`(failure: Attempt.Failure?) throws {
        var attempt = Attempt(startedAt: .sample, by: nil, session: 1)
        attempt.endedAt = failure == .lost ? nil : .sample
        attempt.failure = failure
        world.world.storage.attempt = attempt

        let response = world.respond("GET", "/api/core/backups/status", headers: ["Accept-Language": "ar"])

        let last = try JSONValue(parsing: response.body)["data"]["last"]
        #expect(last["message"].text == (failure.map { .failed($0) } ?? CallerMessage.backupCreated).text(in: .arabic))
        #expect(last["status"].text == (failure == nil ? "succeeded" : "failed"))
        #expect(response.headers["Content-Language"] == "ar")
    }

    @Test func `who does not wait is told in Arabic that it began`() throws {
        let response = world.respond(
            "POST", "/api/core/backups", headers: ["Accept-Language": "ar", "Prefer": "respond-async"])

        #expect(response.status == .accepted)
        #expect(try JSONValue(parsing: response.body)["message"].text == "بدأ إنشاء النسخة الاحتياطية")
    }

    @Test func `what has no message says nothing of languages`() {
        for target in ["", "/1/download", "/1/verification"] {
            let response = world.respond("GET", "/api/core/backups" + target, headers: ["Accept-Language": "ar"])

            #expect(response.status == .ok)
            #expect(response.headers["Content-Language"] == nil)
        }
    }
}
