/// What the dump's account may see of the database, read from `SHOW GRANTS` (MySQL and MariaDB manuals).
///
/// The server hides what an account may not see, and the dump program leaves hidden tables and routines out without a
/// word, exit status 0. So the rights that show everything are asked for before each dump.
struct DumpPrivileges: Equatable {
    /// Held on every object of the database, globally or on the database itself.
    let held: Set<String>
    let heldGlobally: Set<String>
    /// Those on which alone, apart from the database, SELECT is held.
    let readableTables: Set<String>

    /// Without any of these a database's objects of that kind are hidden or unreadable.
    private static let needed = ["SELECT", "SHOW VIEW", "TRIGGER", "EVENT"]
    /// With any of these on the database all routines are listed.
    private static let listingRoutines: Set = [
        "EXECUTE", "CREATE ROUTINE", "ALTER ROUTINE", "SHOW CREATE ROUTINE", "SHOW_ROUTINE",
    ]
    static let routines = "SHOW_ROUTINE ON *.* (MySQL) or SELECT ON mysql.proc (MariaDB)"

    /// Takes the lines of `SHOW GRANTS`.
    ///
    /// With `wildcards`, `_` and `%` in a database's name mean more than themselves; not so under MySQL's
    /// `partial_revokes`.
    init(grants: [String], database: String, wildcards: Bool = true) {
        let grants = grants.compactMap(Grant.init(parsing:))
        var (global, local, revoked) = (Set<String>(), Set<String>(), Set<String>())
        for grant in grants where grant.scope == .everything { global.formUnion(grant.allPrivileges) }
        for holder in Set(grants.map(\.holder)) {
            local.formUnion(
                Self.effective(grants.filter { $0.holder == holder && !$0.isRevoke }, on: database, wildcards))
        }
        // A right of all databases taken back for this one stays away, whatever a role brings.
        for grant in grants where grant.isRevoke && grant.scope == .database(database) {
            revoked.formUnion(grant.allPrivileges)
        }
        held = global.union(local).subtracting(revoked)
        heldGlobally = global
        readableTables = Set(
            grants.compactMap { grant in
                guard case .table(let table, database) = grant.scope else { return nil }
                return grant.allPrivileges.contains("SELECT") ? table : nil
            })
    }

    /// What has to be granted, in the words of a GRANT; empty when nothing can be hidden.
    func missing(canReadRoutineTable: Bool) -> [String] {
        var missing = Self.needed.filter { !held.contains($0) }
        let seesRoutines =
            canReadRoutineTable || heldGlobally.contains("SELECT") || !held.isDisjoint(with: Self.listingRoutines)
        if !seesRoutines { missing.append(Self.routines) }
        return missing
    }

    /// The rights on the database that one holder's grants bring: of several that cover it, the server takes the most
    /// specific one alone, and where it is not plain which that is, only what all of them bring is believed.
    private static func effective(_ grants: [Grant], on database: String, _ wildcards: Bool) -> Set<String> {
        var (most, effective) = (-1, Set<String>())
        for grant in grants {
            guard case .database(let name) = grant.scope else { continue }
            let pattern = DatabasePattern(name, wildcards: wildcards)
            guard pattern.covers(database) else { continue }
            if pattern.specificity > most {
                (most, effective) = (pattern.specificity, grant.allPrivileges)
            } else if pattern.specificity == most {
                effective.formIntersection(grant.allPrivileges)
            }
        }
        return effective
    }

    /// What ALL PRIVILEGES stands for, as far as it matters here.
    fileprivate static let all = listingRoutines.union(needed)
}

extension Grant {
    fileprivate var allPrivileges: Set<String> {
        privileges.contains("ALL PRIVILEGES") ? DumpPrivileges.all : privileges
    }
}

/// The database's name in a grant, such as `erp\_1` or `erp%`.
private struct DatabasePattern {
    private enum Part: Equatable { case literal(Character), one, any }
    private let parts: [Part]

    init(_ name: String, wildcards: Bool) {
        var (parts, isEscaped) = ([Part](), false)
        for character in name {
            switch character {
            case "\\" where wildcards && !isEscaped:
                isEscaped = true
                continue
            case "%" where wildcards && !isEscaped: parts.append(.any)
            case "_" where wildcards && !isEscaped: parts.append(.one)
            default: parts.append(.literal(character))
            }
            isEscaped = false
        }
        self.parts = parts
    }

    /// How late the first wildcard comes.
    var specificity: Int { parts.firstIndex { $0 == .any || $0 == .one } ?? .max }

    /// Greedy: what does not fit sends back to the last `%` alone, so the work is bounded by the product of both
    /// lengths.
    func covers(_ name: String) -> Bool {
        let text = Array(name)
        var (part, at) = (0, 0)
        var last: (part: Int, at: Int)?
        while at < text.count {
            if part < parts.count, parts[part] == .any {
                last = (part, at)
                part += 1
            } else if part < parts.count, parts[part] == .one || parts[part] == .literal(text[at]) {
                (part, at) = (part + 1, at + 1)
            } else if let back = last {
                last = (back.part, back.at + 1)
                (part, at) = (back.part + 1, back.at + 1)
            } else {
                return false
            }
        }
        return parts[part...].allSatisfy { $0 == .any }
    }
}
