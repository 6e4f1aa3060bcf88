SELECT c.total, b.id, b.filename, b.disk, b.path, b.size_bytes, b.created_by,
    EXISTS (SELECT 1 FROM users existing WHERE existing.id = b.created_by AND deleted_at IS NULL), u.name,
    b.created_at, b.updated_at
FROM (SELECT NULL AS deleted_at, 1 AS is_active) defaults
CROSS JOIN (SELECT COUNT(*) AS total FROM database_backups) c
LEFT JOIN (SELECT * FROM database_backups ORDER BY created_at DESC, id DESC LIMIT ? OFFSET ?) b ON TRUE
LEFT JOIN users u ON u.id = b.created_by
ORDER BY b.created_at DESC, b.id DESC
