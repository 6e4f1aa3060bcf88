import BackupCore

/// The table of the whole surface: which route knows which method, and what right that takes.
struct Route: Sendable {
    let path: String
    /// In the order of the Allow header.
    let methods: [(name: String, right: Permission, success: Int)]

    var allow: [String] { methods.map(\.name) }

    static let all = [
        Route(
            path: "/api/core/backups",
            methods: [
                ("GET", .viewBackups, 200), ("HEAD", .viewBackups, 200), ("POST", .createBackups, 201),
            ]),
        Route(path: "/api/core/backups/1", methods: [("DELETE", .deleteBackups, 200)]),
        Route(path: "/api/core/backups/999", methods: [("DELETE", .deleteBackups, 404)]),
        Route(
            path: "/api/core/backups/1/download",
            methods: [("GET", .downloadBackups, 200), ("HEAD", .downloadBackups, 200)]),
        Route(
            path: "/api/core/backups/999/download",
            methods: [("GET", .downloadBackups, 404), ("HEAD", .downloadBackups, 404)]),
        // To DELETE the word is an id, as ever.
        Route(
            path: "/api/core/backups/status",
            methods: [("GET", .viewBackups, 200), ("HEAD", .viewBackups, 200), ("DELETE", .deleteBackups, 404)]),
        Route(
            path: "/api/core/backups/1/verification",
            methods: [("GET", .viewBackups, 200), ("HEAD", .viewBackups, 200)]),
        // The fixture's files are the PHP module's, of which no sum is known.
        Route(
            path: "/api/core/backups/1/checksum",
            methods: [("GET", .downloadBackups, 404), ("HEAD", .downloadBackups, 404)]),
        Route(path: "/api/core/backups/1/restore", methods: []),
        Route(path: "/api/core/backupsx", methods: []),
    ]

    static let allMethods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND", "FOO"]
}

/// Who calls, and what he may do; nil for one who is nobody to us.
struct Principal: Sendable {
    let name: String
    let header: String?
    let rights: Set<Permission>?

    /// One whose token is in `tokens.json`.
    private init(_ name: String, _ rights: Set<Permission>?) {
        self.init(name, header: "Bearer {{\(name)}}", rights)
    }

    private init(_ name: String, header: String?, _ rights: Set<Permission>?) {
        self.name = name
        self.header = header
        self.rights = rights
    }

    private static let everything = Set(Permission.allCases)

    static let all = [
        Principal("owner", everything), Principal("admin", everything),
        Principal("manager", [.viewBackups]),
        // Directly, without a role that holds it.
        Principal("accountant", [.viewBackups, .downloadBackups]),
        // A role with another permission; no role at all.
        Principal("cashier", []), Principal("norole", []), Principal("leaver", []),
        Principal("createonly", [.createBackups]), Principal("downloadonly", [.downloadBackups]),
        Principal("deleteonly", [.deleteBackups]), Principal("viewonly", [.viewBackups]),
        Principal("tworoles", [.viewBackups]),
        // The permission's guard counts, the role's does not.
        Principal("apiguard", []), Principal("apirole", []), Principal("webpermapirole", [.viewBackups]),
        // The model's class as the collation compares it; rights of another class with the same id.
        Principal("crossrole", [.viewBackups]), Principal("wrongtype", []),
        // Users who are gone or shut out.
        Principal("softdeleted", nil), Principal("inactive", nil), Principal("missing_user", nil),
        // Tokens of other owners.
        Principal("bad_class", nil), Principal("customer_type", nil), Principal("lower_type", nil),
        // Abilities are not looked at; the expiry is.
        Principal("owner_x", everything), Principal("owner_noabilities", everything),
        Principal("owner_nullabilities", everything), Principal("owner_expired", nil),
        Principal("owner_future", everything), Principal("owner_old", everything),
        // Spellings.
        Principal("bare", everything), Principal("with_pipe", everything), Principal("leading_space", everything),
        Principal("with_comma", nil),
        Principal("without a token", header: nil, nil), Principal("empty token", header: "Bearer", nil),
        Principal("unknown id", header: "Bearer 777|{{owner.secret}}", nil),
        Principal("another's secret", header: "Bearer 1|{{admin.secret}}", nil),
        Principal("other scheme", header: "Basic {{owner}}", nil),
    ]
}
