/// The rule that a deleted user is none, and one who is not active may do nothing, in SQL.
///
/// Other Laravel apps know neither soft deletion nor `is_active`; then that part of the rule falls away. No query asks
/// for the columns first, because its answer could be old. Instead each query has two forms. The first names both
/// columns, so it works only while they are there: the server looks at every execution, and refuses a column that is
/// not. The second is right whether they are there or not, and costs more. A users table that is away for a moment is
/// an error, not a rule less.
struct ActiveUsers {
    /// What stands first among the tables of the query.
    let tables: String
    /// Whether the user who was joined as `u` is there and not deleted.
    let exists: String
    /// Whether the user who was joined as `u` may do anything at all.
    let mayAct: String

    private static let withColumns = ActiveUsers(
        tables: "", exists: "u.id IS NOT NULL AND u.deleted_at IS NULL",
        mayAct: "u.id IS NOT NULL AND u.deleted_at IS NULL AND COALESCE(u.is_active, 1) <> 0")

    /// A name without a table before it means the column of the innermost table that has one; `defaults`, further out,
    /// has both.
    private static let withOrWithout = ActiveUsers(
        tables: "(SELECT NULL AS deleted_at, 1 AS is_active) defaults CROSS JOIN ",
        exists: "EXISTS (SELECT 1 FROM users existing WHERE existing.id = u.id AND deleted_at IS NULL)",
        mayAct: """
            EXISTS (SELECT 1 FROM users existing
                WHERE existing.id = u.id AND deleted_at IS NULL AND COALESCE(is_active, 1) <> 0)
            """)

    /// A query with the rule in it, in both forms.
    static func query(_ sql: (ActiveUsers) -> String) -> AdaptableQuery {
        AdaptableQuery(sql: sql(withColumns), withoutColumns: sql(withOrWithout))
    }
}

/// A query in two forms that give the same rows.
struct AdaptableQuery {
    /// Names columns that not every database has.
    let sql: String
    /// Right whether they are there or not.
    let withoutColumns: String
}

extension Connection {
    /// Runs the first form, or the second where a column is not there.
    ///
    /// This session then goes on with the second: if the columns come back it is still right, and but slower.
    func query(_ query: AdaptableQuery, _ values: [Value] = []) throws(MySQLError) -> [Row] {
        guard !lacksColumns(of: query.sql) else { return try self.query(query.withoutColumns, values) }
        do throws(MySQLError) {
            return try self.query(query.sql, values)
        } catch  where error.isUnknownColumn {
            noteLackOfColumns(of: query.sql)
            return try self.query(query.withoutColumns, values)
        }
    }
}
