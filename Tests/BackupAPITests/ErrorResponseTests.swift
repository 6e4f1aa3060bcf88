import BackupCore
import HTTP
import Testing

@testable import BackupAPI

@Suite struct ErrorResponseTests {
    @Test(
        arguments: [
            (.unauthenticated, .unauthorized, "Unauthenticated.", false),
            (.forbidden(.deleteBackups), .forbidden, "This action is unauthorized.", false),
            (.noSuchBackup(id: "7"), .notFound, #"No query results for model [App\\Models\\DatabaseBackup] 7"#, false),
            (.fileMissing(path: "SECRET"), .notFound, "Backup file not found", false),
            (.alreadyRunning, .conflict, "A backup is already running.", true),
            (.dumpFailed(reason: "SECRET"), .internalServerError, "Server Error", false),
            (.storageFailed(reason: "SECRET"), .internalServerError, "Server Error", false),
            (.outputFailed(reason: "SECRET"), .internalServerError, "Server Error", false),
            (.catalogFailed(reason: "SECRET"), .internalServerError, "Server Error", false),
            (.storageFull(reason: "SECRET"), .insufficientStorage, "Insufficient Storage", false),
            (.databaseUnavailable(reason: "SECRET"), .serviceUnavailable, "Service Unavailable", true),
            (.interrupted, .serviceUnavailable, "Service Unavailable", true),
        ] as [(BackupError, Status, String, Bool)])
    func `tells the caller no more than he may know`(
        error: BackupError, status: Status, message: String, isTemporary: Bool
    ) {
        let response = Response(error, in: .english)

        #expect(response.status == status)
        #expect(response.message == message)
        #expect((response.headers["Retry-After"].flatMap { Int($0) } != nil) == isTemporary)
        #expect(response.headers["Content-Type"] == "application/json")
        #expect(response.headers["Cache-Control"] == "no-cache, private")
    }

    @Test(
        arguments: [
            ([.integer], ""), ([.integer, .atLeast(1)], " (and 1 more error)"),
            ([.integer, .atLeast(1), .atMost(100)], " (and 2 more errors)"),
        ] as [([Parameter.Rule], String)])
    func `Laravel's words say what is wrong, and how much else`(rules: [Parameter.Rule], rest: String) {
        let response = Response(BackupError.invalid(.perPage, breaking: rules), in: .english)

        let message = "The per page field must be an integer." + rest
        let messages = [
            "The per page field must be an integer.", "The per page field must be at least 1.",
            "The per page field must not be greater than 100.",
        ]
        let list = messages.prefix(rules.count).map { "\"\($0)\"" }.joined(separator: ",")
        #expect(response.status == .unprocessableContent)
        #expect(response.text == "{\"message\":\"\(message)\",\"errors\":{\"per_page\":[\(list)]}}")
    }
}
