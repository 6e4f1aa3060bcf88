import BackupCore
import HTTP

/// One row of the API: what is called, what it requires, what answers.
struct Endpoint: Route {
    typealias Handler =
        @Sendable (BackupHandlers) -> @Sendable (Request, Parameters, Identity) throws(BackupError) -> Response

    let method: String
    let path: String
    let permission: Permission
    let handler: Handler
    /// Such as `GET /api/core/backups`.
    let name: String

    private init(_ method: String, _ path: String, requires permission: Permission, _ handler: @escaping Handler) {
        self.method = method
        self.path = path
        self.permission = permission
        self.handler = handler
        name = "\(method) \(path)"
    }

    /// Where it is told how things stand; `status` is no id, so this hides no backup.
    static let status = "/api/core/backups/status"

    /// The whole public surface.
    ///
    /// A row cannot be written without naming its permission, so an unguarded endpoint does not compile.
    static let all = [
        Endpoint("GET", "/api/core/backups", requires: .viewBackups) { $0.index },
        Endpoint("POST", "/api/core/backups", requires: .createBackups) { $0.create },
        Endpoint("GET", status, requires: .viewBackups) { $0.status },
        Endpoint("GET", "/api/core/backups/{id}/download", requires: .downloadBackups) { $0.download },
        Endpoint("GET", "/api/core/backups/{id}/verification", requires: .viewBackups) { $0.verification },
        Endpoint("GET", "/api/core/backups/{id}/checksum", requires: .downloadBackups) { $0.checksum },
        Endpoint("DELETE", "/api/core/backups/{id}", requires: .deleteBackups) { $0.delete },
    ]
}
