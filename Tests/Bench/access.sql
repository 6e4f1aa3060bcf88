SELECT t.id, t.token, t.tokenable_type, t.expires_at, t.last_used_at,
    u.id IS NOT NULL AND u.deleted_at IS NULL AND COALESCE(u.is_active, 1) <> 0,
    mp.permission_id IS NOT NULL OR r.id IS NOT NULL, p.name, p.guard_name
FROM personal_access_tokens t LEFT JOIN users u ON u.id = t.tokenable_id
LEFT JOIN permissions p ON p.name = ? AND p.guard_name = ?
LEFT JOIN model_has_permissions mp ON mp.permission_id = p.id AND mp.model_id = u.id AND mp.model_type = ?
LEFT JOIN (role_has_permissions rp JOIN roles r ON r.id = rp.role_id JOIN model_has_roles mr ON mr.role_id = r.id)
    ON rp.permission_id = p.id AND mr.model_id = u.id AND mr.model_type = ?
WHERE t.id = ?
