/// The rule that a deleted user is none, and one who is not active may do nothing, in SQL.
///
/// Other Laravel apps know neither soft deletion nor `is_active`; then that part of the rule falls away. No query asks for
/// the columns first, because its answer could be old: a name without a table before it means the column of the innermost table
/// that has one, and ``defaults``, further out, has both. A users table that is away for a moment is an error, not a rule less.
enum ActiveUsers {
    /// To stand first among the tables of the query.
    static let defaults = "(SELECT NULL AS deleted_at, 1 AS is_active) defaults"

    /// Whether the user of this id is there and not deleted.
    static func exists(_ id: String) -> String {
        "EXISTS (SELECT 1 FROM users existing WHERE existing.id = \(id) AND deleted_at IS NULL)"
    }

    /// Whether the user of this id may do anything at all.
    static func mayAct(_ id: String) -> String {
        "EXISTS (SELECT 1 FROM users existing WHERE existing.id = \(id) AND deleted_at IS NULL AND COALESCE(is_active, 1) <> 0)"
    }
}
