import BackupCore
import HTTP

extension Response {
    /// Seconds after which a caller may try again: a backup takes a while, a database comes back sooner.
    private static let retryAfterBackup = "30"
    private static let retryAfterOutage = "5"

    /// What the caller may know of an error.
    ///
    /// There is no `default`: a new case of ``BackupError`` does not compile until it has an answer here.
    init(_ error: BackupError, in language: Language) {
        switch error {
        case .unauthenticated: self.init(.unauthorized, message: .unauthenticated, in: language)
        case .forbidden: self.init(.forbidden, message: .unauthorized, in: language)
        case .noSuchBackup(let id): self.init(.notFound, message: .noSuchBackup(id: id), in: language)
        case .fileMissing: self.init(.notFound, message: .noFile, in: language)
        case .invalid(let parameter, let rules): self.init(invalid: parameter, breaking: rules, in: language)
        case .alreadyRunning:
            self.init(.conflict, message: .alreadyRunning, in: language)
            headers["Retry-After"] = Self.retryAfterBackup
        case .storageFull: self.init(.insufficientStorage, message: .insufficientStorage, in: language)
        case .dumpFailed, .storageFailed, .catalogFailed, .damaged, .noManifest, .newerManifest, .noSuchTable,
            .noSuchFile, .restoreFailed, .cameBackDifferent, .leftBehind, .scratchRemains, .targetBusy, .notEmpty,
            .outputFailed:
            self.init(.internalServerError, message: .serverError, in: language)
        case .databaseUnavailable, .interrupted:
            self.init(.serviceUnavailable, message: .serviceUnavailable, in: language)
            headers["Retry-After"] = Self.retryAfterOutage
        }
    }

    /// What the caller may know of an error, and of the create that runs in place of his.
    init(_ error: BackupError, instead running: Attempt?, in language: Language) {
        self.init(error, in: language)
        guard let running, error == .alreadyRunning else { return }
        body =
            JSON.object([
                .message(.alreadyRunning, in: language), .init(name: "running", value: StatusResource.json(running)),
            ]).encoded
    }

    /// The first message stands for all, with the number of those behind it.
    private init(invalid parameter: Parameter, breaking rules: [Parameter.Rule], in language: Language) {
        let messages = rules.map { CallerMessage.broken($0, of: parameter).text(in: language) }
        let list = JSON.array(messages.map { .text($0) })
        self.init(
            .unprocessableContent, in: language, .message(.invalid(parameter, breaking: rules), in: language),
            .init(name: "errors", value: .object([.init(name: parameter.rawValue, value: list)])))
    }

    init(noRouteFor request: Request) {
        self.init(.notFound, message: .noRoute(path: request.shownPath), in: Language(of: request))
    }

    init(wrongMethodFor request: Request, supported: [String]) {
        let list = supported.joined(separator: ", ")
        self.init(
            .methodNotAllowed,
            message: .wrongMethod(request.method, path: request.shownPath, supported: list), in: Language(of: request))
        headers["Allow"] = list
    }
}
