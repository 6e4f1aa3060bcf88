import BackupCore

/// The tables of spatie/laravel-permission, as a condition in the query for a token.
///
/// A permission is held directly or through a role. Its name and guard are compared byte for byte, the model's class the way
/// the collation compares, the role's own guard not at all.
package struct SpatiePermissions: Sendable {
    package let userModel: String
    package let guardName: String
    /// The pivots' column that must equal the user's `company_id`, where spatie's teams are on.
    package let teamColumn: String?

    package init(userModel: String, guardName: String, teamColumn: String?) {
        self.userModel = userModel
        self.guardName = guardName
        self.teamColumn = teamColumn
    }

    /// Whether the user `u` holds the permission; ``values(for:)`` are the values of its question marks.
    var condition: String {
        """
        EXISTS (SELECT 1 FROM permissions p
            WHERE p.name = ? AND CAST(p.name AS BINARY) = CAST(? AS BINARY)
            AND CAST(p.guard_name AS BINARY) = CAST(? AS BINARY)
            AND (EXISTS (SELECT 1 FROM model_has_permissions h
                WHERE h.permission_id = p.id AND h.model_id = u.id AND h.model_type = ?\(team("h")))
            OR EXISTS (SELECT 1 FROM role_has_permissions rp JOIN roles r ON r.id = rp.role_id
                JOIN model_has_roles h ON h.role_id = r.id
                WHERE rp.permission_id = p.id AND h.model_id = u.id AND h.model_type = ?\(team("h")))))
        """
    }

    func values(for permission: Permission) -> [Value] {
        [permission.rawValue, permission.rawValue, guardName, userModel, userModel].map { .text($0) }
    }

    private func team(_ pivot: String) -> String {
        teamColumn.map { " AND \(pivot).`\($0)` = u.company_id" } ?? ""
    }
}
