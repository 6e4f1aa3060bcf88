/// What the dump's account may see of the database, read from `SHOW GRANTS` (MySQL and MariaDB manuals).
///
/// The server hides what an account may not see, and the dump program leaves hidden tables and routines out without a word,
/// exit status 0. So the rights that show everything are asked for before each dump.
struct DumpPrivileges: Equatable {
    /// Held on every object of the database, globally or on the database itself.
    private(set) var held: Set<String> = []
    private(set) var heldGlobally: Set<String> = []

    /// Without any of these a database's objects of that kind are hidden or unreadable.
    private static let needed = ["SELECT", "SHOW VIEW", "TRIGGER", "EVENT"]
    /// With any of these on the database all routines are listed; one whose body may not be read then fails the dump.
    private static let listingRoutines: Set = [
        "EXECUTE", "CREATE ROUTINE", "ALTER ROUTINE", "SHOW CREATE ROUTINE", "SHOW_ROUTINE",
    ]

    init(grants: [String], database: String) {
        for grant in grants {
            guard let (privileges, scope) = Self.parse(grant) else { continue }
            let isGlobal = scope == "*.*"
            guard isGlobal || Self.covers(scope, database) else { continue }
            // MySQL's partial revokes take a right of all databases back for this one.
            if grant.hasPrefix("REVOKE ") {
                held.subtract(privileges)
            } else {
                held.formUnion(privileges)
                if isGlobal { heldGlobally.formUnion(privileges) }
            }
        }
    }

    /// What has to be granted, in the words of a GRANT; empty when nothing can be hidden.
    func missing(canReadRoutineTable: Bool) -> [String] {
        guard !held.contains("ALL PRIVILEGES") else { return [] }
        var missing = Self.needed.filter { !held.contains($0) }
        let seesRoutines =
            canReadRoutineTable || heldGlobally.contains("SELECT") || !held.isDisjoint(with: Self.listingRoutines)
        if !seesRoutines { missing.append("SHOW_ROUTINE ON *.* (MySQL) or SELECT ON mysql.proc (MariaDB)") }
        return missing
    }

    /// Splits `GRANT <privileges> ON <scope> TO …`; nil for a granted role and for a proxy.
    private static func parse(_ grant: String) -> (privileges: [String], scope: String)? {
        guard grant.hasPrefix("GRANT ") || grant.hasPrefix("REVOKE ") else { return nil }
        let body = grant.drop { $0 != " " }.dropFirst()
        guard let on = body.firstRange(of: " ON ") else { return nil }
        let rest = body[on.upperBound...]
        guard let end = rest.firstRange(of: " TO ") ?? rest.firstRange(of: " FROM ") else { return nil }
        let privileges = body[..<on.lowerBound].split(separator: ",").map {
            String($0.drop { $0 == " " }).uppercased()
        }
        return (privileges, String(rest[..<end.lowerBound]))
    }

    /// Whether a scope such as `` `erp\_1`.* `` covers the whole of `database`: `_` and `%` are wildcards there.
    private static func covers(_ scope: String, _ database: String) -> Bool {
        guard let quote = scope.first, "`\"".contains(quote), scope.hasSuffix("\(quote).*") else { return false }
        let pattern = scope.dropFirst().dropLast(3).replacing("\(quote)\(quote)", with: "\(quote)")
        return matches(Array(pattern), Array(database))
    }

    private static func matches(_ pattern: [Character], _ text: [Character]) -> Bool {
        guard let first = pattern.first else { return text.isEmpty }
        let rest = Array(pattern.dropFirst())
        switch first {
        case "%": return (0...text.count).contains { matches(rest, Array(text[$0...])) }
        case "_": return !text.isEmpty && matches(rest, Array(text.dropFirst()))
        case "\\" where !rest.isEmpty:
            return text.first == rest[0] && matches(Array(rest.dropFirst()), Array(text.dropFirst()))
        default: return text.first == first && matches(rest, Array(text.dropFirst()))
        }
    }
}

extension DumpPrivileges {
    /// Asks the server, with the roles that are active in the session.
    init(of connection: Connection, database: String) throws(MySQLError) {
        var grants = try connection.column(of: "SHOW GRANTS")
        // MariaDB lists the rights of an active role by itself; MySQL has to be asked for them.
        let roles = try connection.column(of: "SELECT CURRENT_ROLE()").first
        if let roles, roles != "NONE", roles.contains("@") {
            grants = try connection.column(of: "SHOW GRANTS FOR CURRENT_USER() USING \(roles)")
        }
        self.init(grants: grants, database: database)
    }
}
