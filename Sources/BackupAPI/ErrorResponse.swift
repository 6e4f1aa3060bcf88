import BackupCore
import HTTP

extension Response {
    /// Seconds after which a caller may try again: a backup takes a while, a database comes back sooner.
    private static let retryAfterBackup = "30"
    private static let retryAfterOutage = "5"
    private static let alreadyRunning = "A backup is already running."

    /// A JSON answer with the headers that all answers of the ERP bear.
    init(_ status: Status, json: JSON) {
        self.init(
            status, headers: ["Content-Type": "application/json", "Cache-Control": "no-cache, private"],
            body: json.encoded)
    }

    init(_ status: Status, message: String) { self.init(status, json: ["message": .text(message)]) }

    /// What the caller may know of an error.
    ///
    /// There is no `default`: a new case of ``BackupError`` does not compile until it has an answer here.
    init(_ error: BackupError) {
        switch error {
        case .unauthenticated: self.init(.unauthorized, message: "Unauthenticated.")
        case .forbidden: self.init(.forbidden, message: "This action is unauthorized.")
        case .noSuchBackup(let id):
            self.init(.notFound, message: "No query results for model [App\\Models\\DatabaseBackup] \(id)")
        case .fileMissing: self.init(.notFound, message: "Backup file not found")
        case .invalid(let field, let messages): self.init(invalid: field, messages)
        case .alreadyRunning:
            self.init(.conflict, message: Self.alreadyRunning)
            headers["Retry-After"] = Self.retryAfterBackup
        case .storageFull: self.init(.insufficientStorage, message: "Insufficient Storage")
        case .dumpFailed, .storageFailed, .catalogFailed, .damaged, .noManifest, .newerManifest, .noSuchTable,
            .noSuchFile, .restoreFailed, .cameBackDifferent, .leftBehind, .scratchRemains, .targetBusy, .notEmpty,
            .outputFailed:
            self.init(.internalServerError, message: "Server Error")
        case .databaseUnavailable, .interrupted:
            self.init(.serviceUnavailable, message: "Service Unavailable")
            headers["Retry-After"] = Self.retryAfterOutage
        }
    }

    /// What the caller may know of an error, and of the create that runs in place of his.
    init(_ error: BackupError, instead running: Attempt?) {
        self.init(error)
        guard let running, error == .alreadyRunning else { return }
        body =
            JSON.object([
                .init(name: "message", value: .text(Self.alreadyRunning)),
                .init(name: "running", value: StatusResource.json(running)),
            ]).encoded
    }

    /// The first message stands for all, with the number of those behind it.
    private init(invalid field: String, _ messages: [String]) {
        let others = messages.count - 1
        let more = others > 0 ? " (and \(others) more error\(others == 1 ? "" : "s"))" : ""
        let list = JSON.array(messages.map { .text($0) })
        self.init(
            .unprocessableContent,
            json: [
                "message": .text((messages.first ?? "") + more), "errors": .object([.init(name: field, value: list)]),
            ])
    }

    init(noRouteFor request: Request) {
        self.init(.notFound, message: "The route \(request.shownPath) could not be found.")
    }

    init(wrongMethodFor request: Request, supported: [String]) {
        let list = supported.joined(separator: ", ")
        self.init(
            .methodNotAllowed,
            message: "The \(request.method) method is not supported for route \(request.shownPath). "
                + "Supported methods: \(list).")
        headers["Allow"] = list
    }
}
