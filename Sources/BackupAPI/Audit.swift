import BackupCore
import HTTP

/// One request as the log has to tell it later: who, from where, what, and what came of it.
///
/// A line is written for each request that made, handed out or deleted something, and for each that was refused or
/// failed. Its field `audit` says what was wanted; who only reads lists leaves none.
struct Audit {
    private let request: Request
    /// What the endpoint requires.
    private let permission: Permission
    /// Nil before the token is known to be good.
    var caller: Caller?

    init(of request: Request, wanting permission: Permission) {
        self.request = request
        self.permission = permission
    }

    func note(_ response: Response, about backup: String?, to log: Log) {
        guard permission != .viewBackups else { return }
        log.info(
            "request granted",
            [
                "audit": permission.action, "method": request.method, "path": request.shownPath,
                "client": request.clientAddress, "user": user, "token": token, "status": response.status.rawValue,
                "backup": backup ?? "-",
            ])
    }

    func note(_ error: BackupError, answered status: Status, to log: Log) {
        let fields: Log.Fields = [
            "audit": permission.action, "method": request.method, "path": request.shownPath,
            "client": request.clientAddress, "user": user, "token": token, "status": status.rawValue, "error": error,
        ]
        if status.rawValue >= 500 { log.error("request failed", fields) } else { log.info("request refused", fields) }
    }

    private var user: String { caller.map { "\($0.identity.userID)" } ?? "-" }

    /// The token's id, never the token; with a question mark what was only claimed.
    private var token: String {
        if let caller { return "\(caller.tokenID)" }
        guard let claimed = request.headers["Authorization"].flatMap(AccessToken.claimedID) else { return "-" }
        return "\(claimed)?"
    }
}

extension Permission {
    /// What it permits, in one word of the log.
    fileprivate var action: String {
        switch self {
        case .viewBackups: "view"
        case .createBackups: "create"
        case .downloadBackups: "download"
        case .deleteBackups: "delete"
        }
    }
}
