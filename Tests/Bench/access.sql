SELECT t.id, t.token, t.tokenable_type, t.expires_at, t.last_used_at,
    EXISTS (SELECT 1 FROM users existing
        WHERE existing.id = t.tokenable_id AND deleted_at IS NULL AND COALESCE(is_active, 1) <> 0),
    EXISTS (SELECT 1 FROM permissions p
        WHERE p.name = ? AND CAST(p.name AS BINARY) = CAST(? AS BINARY)
        AND CAST(p.guard_name AS BINARY) = CAST(? AS BINARY)
        AND (EXISTS (SELECT 1 FROM model_has_permissions h
            WHERE h.permission_id = p.id AND h.model_id = u.id AND h.model_type = ?)
        OR EXISTS (SELECT 1 FROM role_has_permissions rp JOIN roles r ON r.id = rp.role_id
            JOIN model_has_roles h ON h.role_id = r.id
            WHERE rp.permission_id = p.id AND h.model_id = u.id AND h.model_type = ?)))
FROM (SELECT NULL AS deleted_at, 1 AS is_active) defaults CROSS JOIN personal_access_tokens t
LEFT JOIN users u ON u.id = t.tokenable_id
WHERE t.id = ?
