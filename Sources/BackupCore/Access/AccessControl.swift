package import FoundationEssentials

/// A caller who proved who he is.
package struct Identity: Sendable, Equatable {
    package let userID: UInt64
    package let userName: String

    package init(userID: UInt64, userName: String) {
        self.userID = userID
        self.userName = userName
    }
}

/// An identity, and by which token it was proved.
package struct Caller: Sendable, Equatable {
    package let identity: Identity
    package let tokenID: UInt64
    /// Whether he holds the permission that was asked about.
    private let holdsPermission: Bool

    init(identity: Identity, tokenID: UInt64, holdsPermission: Bool) {
        self.identity = identity
        self.tokenID = tokenID
        self.holdsPermission = holdsPermission
    }

    /// Makes sure that he may do it; `permission` is the one that was asked about.
    ///
    /// - Throws: ``BackupError/forbidden(_:)``
    package func require(_ permission: Permission) throws(BackupError) {
        guard holdsPermission else { throw .forbidden(permission) }
    }
}

/// What the token store knows of one token, its user, and one permission.
package struct TokenRecord: Sendable, Equatable {
    package var id: UInt64
    package var hash: String
    /// The class the token belongs to, such as `App\Models\User`.
    package var ownerType: String
    package var createdAt: Date?
    package var expiresAt: Date?
    package var lastUsedAt: Date?
    /// The user the token belongs to; nil when there is none, or it is deleted or not active.
    package var user: Identity?
    package var holdsPermission: Bool

    package init(
        id: UInt64, hash: String, ownerType: String, createdAt: Date?, expiresAt: Date?, lastUsedAt: Date?,
        user: Identity?, holdsPermission: Bool
    ) {
        self.id = id
        self.hash = hash
        self.ownerType = ownerType
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.lastUsedAt = lastUsedAt
        self.user = user
        self.holdsPermission = holdsPermission
    }
}

/// Where tokens, users and permissions are kept: read afresh for every request.
package protocol TokenStore: Sendable {
    /// The token that an id names, or else the one with that hash, and whether its user holds `permission`.
    func find(_ token: AccessToken, asking permission: Permission) throws(BackupError) -> TokenRecord?

    /// Notes that a token was used.
    func touch(_ id: UInt64, at time: Date) throws(BackupError)
}

/// Who may do what: Sanctum's rules for the token, spatie's for the permission.
package struct AccessControl: Sendable {
    package let tokens: any TokenStore
    /// The only class whose tokens count, compared byte for byte.
    package let userModel: String
    /// How long after its creation a token is good; nil for ever.
    package let tokenLifetime: Duration?
    package let now: @Sendable () -> Date
    package let log: Log

    package init(
        tokens: any TokenStore, userModel: String, tokenLifetime: Duration?, now: @escaping @Sendable () -> Date,
        log: Log
    ) {
        self.tokens = tokens
        self.userModel = userModel
        self.tokenLifetime = tokenLifetime
        self.now = now
        self.log = log
    }

    /// Finds out who sent the `Authorization` value, and asks whether he holds `permission`.
    ///
    /// - Throws: ``BackupError/unauthenticated``
    package func authenticate(
        _ authorization: String?, asking permission: Permission
    ) throws(BackupError) -> Caller {
        guard let authorization, let token = AccessToken(authorization: authorization),
            let record = try tokens.find(token, asking: permission),
            token.matches(record.hash), isValid(record), let user = record.user
        else { throw .unauthenticated }
        noteUse(of: record)
        return Caller(identity: user, tokenID: record.id, holdsPermission: record.holdsPermission)
    }

    private func isValid(_ record: TokenRecord) -> Bool {
        let now = now()
        guard Array(record.ownerType.utf8) == Array(userModel.utf8) else { return false }
        if let expiresAt = record.expiresAt, expiresAt <= now { return false }
        guard let tokenLifetime else { return true }
        guard let createdAt = record.createdAt else { return false }
        return createdAt > now.addingTimeInterval(-Double(tokenLifetime.components.seconds))
    }

    /// Writes the time of use, at most once a second each token; that it could not be written fails no request.
    private func noteUse(of record: TokenRecord) {
        let second = now().timeIntervalSince1970.rounded(.down)
        guard record.lastUsedAt?.timeIntervalSince1970 != second else { return }
        do throws(BackupError) {
            try tokens.touch(record.id, at: Date(timeIntervalSince1970: second))
        } catch {
            log.warning("the time of a token's use was not recorded", ["token": record.id, "error": error])
        }
    }
}
