SELECT (SELECT COUNT(*) FROM database_backups), b.id, b.filename, b.disk, b.path, b.size_bytes, b.created_by,
    u.id IS NOT NULL AND u.deleted_at IS NULL, u.name, b.created_at, b.updated_at
FROM database_backups b LEFT JOIN users u ON u.id = b.created_by ORDER BY b.created_at DESC, b.id DESC LIMIT ? OFFSET ?
