-- Backups of former years, so that a page of the list is full; the newest of them has a file, the others are never opened.
INSERT INTO database_backups (id, filename, disk, path, size_bytes, created_by, created_at, updated_at)
SELECT seq, name, 'local', CONCAT('backups/', name), seq * 1234567 % 300000000, IF(seq % 3 = 0, NULL, seq % 3),
  CONCAT(day, ' 02:00:07'), CONCAT(day, ' 02:00:07')
FROM (SELECT seq, day, CONCAT('backup_', day, '_020000.sql.gz') AS name
  FROM (SELECT seq, DATE('2025-01-01') + INTERVAL seq DAY AS day FROM @rows(60)) days) names;
