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
        let response = Response(error)

        #expect(response.status == status)
        #expect(response.message == message)
        #expect((response.headers["Retry-After"].flatMap { Int($0) } != nil) == isTemporary)
        #expect(response.headers["Content-Type"] == "application/json")
        #expect(response.headers["Cache-Control"] == "no-cache, private")
    }

    @Test(
        arguments: [
            (["One."], "One."), (["One.", "Two."], "One. (and 1 more error)"),
            (["One.", "Two.", "Three."], "One. (and 2 more errors)"),
        ])
    func `counts what else is wrong`(messages: [String], message: String) {
        let response = Response(BackupError.invalid(field: "per_page", messages: messages))

        let list = messages.map { "\"\($0)\"" }.joined(separator: ",")
        #expect(response.status == .unprocessableContent)
        #expect(response.text == "{\"message\":\"\(message)\",\"errors\":{\"per_page\":[\(list)]}}")
    }
}
