-- A small ERP on Laravel, for scripts/demo: loads into an empty database of MariaDB 10.6+ or MySQL 8+.
--
-- What a backup must carry is all here: Arabic and emoji text, binary, JSON, geometry, bit and generated columns, views on
-- views, triggers, a procedure, a function, an event, names that need quoting. The token's hash is of no known secret;
-- who loads this file sets a fresh one.

SET NAMES utf8mb4;
SET time_zone = '+00:00';

-- Laravel, Sanctum, spatie/laravel-permission and the backup module: as their migrations make them.

CREATE TABLE users (
  id bigint unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
  company_id bigint unsigned NOT NULL,
  branch_id bigint unsigned DEFAULT NULL,
  name varchar(255) NOT NULL,
  name_ar varchar(255) DEFAULT NULL,
  email varchar(255) NOT NULL,
  email_verified_at timestamp NULL DEFAULT NULL,
  password varchar(255) NOT NULL,
  phone varchar(255) DEFAULT NULL,
  locale varchar(5) NOT NULL DEFAULT 'en',
  is_active tinyint(1) NOT NULL DEFAULT 1,
  remember_token varchar(100) DEFAULT NULL,
  created_at timestamp NULL DEFAULT NULL,
  updated_at timestamp NULL DEFAULT NULL,
  deleted_at timestamp NULL DEFAULT NULL,
  UNIQUE KEY users_email_unique (email)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE personal_access_tokens (
  id bigint unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
  tokenable_type varchar(255) NOT NULL,
  tokenable_id bigint unsigned NOT NULL,
  name varchar(255) NOT NULL,
  token varchar(64) NOT NULL,
  abilities text DEFAULT NULL,
  last_used_at timestamp NULL DEFAULT NULL,
  expires_at timestamp NULL DEFAULT NULL,
  created_at timestamp NULL DEFAULT NULL,
  updated_at timestamp NULL DEFAULT NULL,
  UNIQUE KEY personal_access_tokens_token_unique (token),
  KEY personal_access_tokens_tokenable_type_tokenable_id_index (tokenable_type, tokenable_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE permissions (
  id bigint unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
  name varchar(255) NOT NULL,
  guard_name varchar(255) NOT NULL,
  created_at timestamp NULL DEFAULT NULL,
  updated_at timestamp NULL DEFAULT NULL,
  UNIQUE KEY permissions_name_guard_name_unique (name, guard_name)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE roles (
  id bigint unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
  name varchar(255) NOT NULL,
  guard_name varchar(255) NOT NULL,
  created_at timestamp NULL DEFAULT NULL,
  updated_at timestamp NULL DEFAULT NULL,
  UNIQUE KEY roles_name_guard_name_unique (name, guard_name)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE model_has_permissions (
  permission_id bigint unsigned NOT NULL,
  model_type varchar(255) NOT NULL,
  model_id bigint unsigned NOT NULL,
  PRIMARY KEY (permission_id, model_id, model_type),
  KEY model_has_permissions_model_id_model_type_index (model_id, model_type),
  CONSTRAINT model_has_permissions_permission_id_foreign FOREIGN KEY (permission_id) REFERENCES permissions (id) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE model_has_roles (
  role_id bigint unsigned NOT NULL,
  model_type varchar(255) NOT NULL,
  model_id bigint unsigned NOT NULL,
  PRIMARY KEY (role_id, model_id, model_type),
  KEY model_has_roles_model_id_model_type_index (model_id, model_type),
  CONSTRAINT model_has_roles_role_id_foreign FOREIGN KEY (role_id) REFERENCES roles (id) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE role_has_permissions (
  permission_id bigint unsigned NOT NULL,
  role_id bigint unsigned NOT NULL,
  PRIMARY KEY (permission_id, role_id),
  KEY role_has_permissions_role_id_foreign (role_id),
  CONSTRAINT role_has_permissions_permission_id_foreign FOREIGN KEY (permission_id) REFERENCES permissions (id) ON DELETE CASCADE,
  CONSTRAINT role_has_permissions_role_id_foreign FOREIGN KEY (role_id) REFERENCES roles (id) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE database_backups (
  id bigint unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
  filename varchar(255) NOT NULL,
  disk varchar(255) NOT NULL DEFAULT 'local',
  path varchar(255) NOT NULL,
  size_bytes bigint unsigned NOT NULL DEFAULT 0,
  created_by bigint unsigned DEFAULT NULL,
  created_at timestamp NULL DEFAULT NULL,
  updated_at timestamp NULL DEFAULT NULL,
  KEY database_backups_created_by_foreign (created_by),
  CONSTRAINT database_backups_created_by_foreign FOREIGN KEY (created_by) REFERENCES users (id) ON DELETE SET NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

INSERT INTO users (id, company_id, branch_id, name, name_ar, email, password, locale, created_at, updated_at) VALUES
(1, 1, NULL, 'Nadia Haddad', 'نادية حداد', 'owner@example.test', '!', 'ar', '2026-01-01 08:00:00', '2026-01-01 08:00:00'),
(2, 1, 1, 'Omar "the books" O''Neil 📚', 'عمر', 'accountant@example.test', '!', 'en', '2026-01-01 08:00:00', '2026-01-01 08:00:00');
INSERT INTO permissions (id, name, guard_name) VALUES
(1, 'core.backups.view', 'web'), (2, 'core.backups.create', 'web'), (3, 'core.backups.download', 'web'),
(4, 'core.backups.delete', 'web'), (5, 'sales.invoices.view', 'web');
INSERT INTO roles (id, name, guard_name) VALUES (1, 'owner', 'web'), (2, 'accountant', 'web');
INSERT INTO role_has_permissions (permission_id, role_id) VALUES (1, 1), (2, 1), (3, 1), (4, 1), (5, 1), (5, 2);
INSERT INTO model_has_roles (role_id, model_type, model_id) VALUES (1, 'App\\Models\\User', 1), (2, 'App\\Models\\User', 2);
INSERT INTO personal_access_tokens (id, tokenable_type, tokenable_id, name, token, abilities, created_at, updated_at) VALUES
(1, 'App\\Models\\User', 1, 'demo', REPEAT('0', 64), '["*"]', '2026-01-01 08:00:00', '2026-01-01 08:00:00');

-- The ERP. Its rows are made of the numbers 1 to 10000.

CREATE TABLE numbers (n int unsigned NOT NULL PRIMARY KEY) ENGINE=InnoDB;
INSERT INTO numbers
SELECT 1 + a.d + 10 * b.d + 100 * c.d + 1000 * e.d
FROM (SELECT 0 AS d UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4
      UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9) a
CROSS JOIN (SELECT 0 AS d UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4
      UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9) b
CROSS JOIN (SELECT 0 AS d UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4
      UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9) c
CROSS JOIN (SELECT 0 AS d UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4
      UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9) e;

CREATE TABLE branches (
  id bigint unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
  name varchar(191) NOT NULL,
  location point NOT NULL,
  opens time(3) NOT NULL DEFAULT '08:30:00.000',
  weekend set('fri','sat','sun') NOT NULL DEFAULT 'fri,sat',
  flags bit(5) NOT NULL DEFAULT b'10101',
  SPATIAL KEY (location)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
INSERT INTO branches (name, location, flags) VALUES
('القاهرة', ST_GeomFromText('POINT(31.2357 30.0444)'), b'11111'),
('Alexandria 🌊', ST_GeomFromText('POINT(29.9187 31.2001)'), b'00000');

CREATE TABLE customers (
  id bigint unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
  company_id bigint unsigned NOT NULL,
  name varchar(191) NOT NULL,
  name_ar varchar(191) DEFAULT NULL,
  email varchar(191) DEFAULT NULL,
  phone varchar(32) DEFAULT NULL,
  meta json DEFAULT NULL,
  fingerprint binary(16) NOT NULL,
  search_name varchar(191) GENERATED ALWAYS AS (lower(name)) VIRTUAL,
  created_at timestamp NULL DEFAULT NULL,
  updated_at timestamp NULL DEFAULT NULL,
  KEY (company_id),
  UNIQUE KEY (email)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
INSERT INTO customers (company_id, name, name_ar, email, phone, meta, fingerprint, created_at, updated_at)
SELECT 1 + n % 3,
       CONCAT(ELT(1 + n % 6, 'Al Noor', 'Delta Trading', 'O''Neil & Sons', 'Nile \\ Foods', 'Moon 🌙 Supplies', 'Luxor'), ' ', n),
       CONCAT('عميل ', ELT(1 + n % 4, 'النور', 'الدلتا', 'النيل', 'القمر'), ' ', n),
       CONCAT('c', n, '@example.test'),
       CONCAT('+2010', LPAD(n * 7919 % 100000000, 8, '0')),
       JSON_OBJECT('segment', ELT(1 + n % 3, 'retail', 'wholesale', 'export'), 'credit', n * 31 % 5000, 'tags', JSON_ARRAY('a', CONCAT('t', n % 50))),
       UNHEX(LEFT(SHA2(n, 256), 32)),
       TIMESTAMPADD(MINUTE, n, '2025-01-01 00:00:00'), TIMESTAMPADD(MINUTE, n, '2026-01-01 00:00:00')
FROM numbers WHERE n <= 2000 ORDER BY n;

CREATE TABLE products (
  id bigint unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
  sku varchar(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  name varchar(191) NOT NULL,
  price decimal(15,4) NOT NULL,
  weight double DEFAULT NULL,
  stock int NOT NULL DEFAULT 0,
  UNIQUE KEY (sku)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
INSERT INTO products (sku, name, price, weight, stock)
SELECT CONCAT('SKU-', LPAD(n, 5, '0')),
       CONCAT(ELT(1 + n % 5, 'Steel bolt', 'شاي أسود', 'Café crème ☕', 'LED lamp', 'Olive oil 🫒'), ' ', n),
       n * 48271 % 90000 / 100, n * 16807 % 1000 / 7, n % 400
FROM numbers WHERE n <= 500 ORDER BY n;

CREATE TABLE invoices (
  id bigint unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
  company_id bigint unsigned NOT NULL,
  branch_id bigint unsigned NOT NULL,
  customer_id bigint unsigned NOT NULL,
  number varchar(40) NOT NULL,
  issued_at datetime(6) NOT NULL,
  due_at date DEFAULT NULL,
  status enum('draft','issued','paid','void') NOT NULL DEFAULT 'draft',
  notes text DEFAULT NULL,
  created_by bigint unsigned DEFAULT NULL,
  created_at timestamp NULL DEFAULT NULL,
  updated_at timestamp NULL DEFAULT NULL,
  UNIQUE KEY (company_id, number),
  CONSTRAINT invoices_customer FOREIGN KEY (customer_id) REFERENCES customers (id),
  CONSTRAINT invoices_branch FOREIGN KEY (branch_id) REFERENCES branches (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
INSERT INTO invoices (company_id, branch_id, customer_id, number, issued_at, due_at, status, notes, created_by, created_at, updated_at)
SELECT 1 + n % 3, 1 + n % 2, 1 + n * 4447 % 2000, CONCAT('INV-2026-', LPAD(n, 8, '0')),
       TIMESTAMPADD(MINUTE, n * 37 % 500000, '2025-01-01 00:00:00.123456'), TIMESTAMPADD(DAY, n % 400, '2025-02-01'), 1 + n % 4,
       CASE WHEN n % 5 = 0 THEN CONCAT('Delivered by driver ', n % 200, '; signed\n"تم الاستلام" ✅') END, 1 + n % 2,
       TIMESTAMPADD(MINUTE, n, '2025-01-01 00:00:00'), TIMESTAMPADD(SECOND, n, '2026-01-01 00:00:00')
FROM numbers ORDER BY n;

CREATE TABLE invoice_lines (
  id bigint unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
  invoice_id bigint unsigned NOT NULL,
  product_id bigint unsigned NOT NULL,
  quantity decimal(12,3) NOT NULL,
  price decimal(15,4) NOT NULL,
  discount decimal(5,2) NOT NULL DEFAULT 0,
  total decimal(18,4) GENERATED ALWAYS AS (quantity * price * (100 - discount) / 100) STORED,
  CONSTRAINT invoice_lines_invoice FOREIGN KEY (invoice_id) REFERENCES invoices (id) ON DELETE CASCADE,
  CONSTRAINT invoice_lines_product FOREIGN KEY (product_id) REFERENCES products (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
INSERT INTO invoice_lines (invoice_id, product_id, quantity, price, discount)
SELECT i.n, 1 + (i.n * 31 + l.n * 7) % 500, 1 + i.n * l.n % 50 + 0.125, (i.n * 16807 + l.n) % 80000 / 100, l.n * 5
FROM numbers i CROSS JOIN numbers l WHERE l.n <= 4 ORDER BY i.n, l.n;

CREATE TABLE attachments (
  id bigint unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
  name varchar(191) NOT NULL,
  checksum varbinary(32) NOT NULL,
  body mediumblob NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
INSERT INTO attachments (name, checksum, body)
SELECT a.name, UNHEX(SHA2(a.body, 256)), a.body
FROM (SELECT n, CONCAT('scan ', n, ' – نسخة.jpg') AS name,
             REPEAT(CONCAT(UNHEX('00FF0A0D271A5C'), UNHEX(SHA2(n, 512)), UNHEX(SHA2(n + 1, 512))), 16 + n % 32) AS body
      FROM numbers WHERE n <= 400) a
ORDER BY a.n;

CREATE TABLE activity_log (
  id bigint unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
  description text NOT NULL,
  subject_type varchar(191) DEFAULT NULL,
  subject_id bigint unsigned DEFAULT NULL,
  properties json DEFAULT NULL,
  created_at timestamp(3) NULL DEFAULT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
INSERT INTO activity_log (description, subject_type, subject_id, properties, created_at)
SELECT ELT(1 + n % 3, 'created', 'updated', 'deleted'), 'App\\Models\\Invoice', n,
       JSON_OBJECT('attributes', JSON_OBJECT('status', ELT(1 + n % 4, 'draft', 'issued', 'paid', 'void'), 'note', 'ملاحظة 📝', 'hash', LEFT(SHA2(n, 256), 32)), 'old', NULL),
       TIMESTAMPADD(SECOND, n, '2025-01-01 00:00:00.250')
FROM numbers ORDER BY n;

CREATE TABLE `stock count – جرد` (
  `the key` int NOT NULL PRIMARY KEY,
  `it's "counted"` tinyint(1) DEFAULT NULL,
  `order` varchar(20) DEFAULT ''
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
INSERT INTO `stock count – جرد` VALUES (1, NULL, ''), (2, 1, '\0\r\n\t'), (-3, 0, '''"`\\%_');

CREATE TABLE empty_table (id int NOT NULL PRIMARY KEY) ENGINE=InnoDB;

DROP TABLE numbers;

-- A view on a view; the names are such that the one that needs the other comes first in the alphabet.

CREATE VIEW invoice_totals AS
SELECT i.id, i.company_id, i.customer_id, i.number, i.status, SUM(l.total) AS total
FROM invoices i JOIN invoice_lines l ON l.invoice_id = i.id
GROUP BY i.id, i.company_id, i.customer_id, i.number, i.status;

CREATE VIEW best_customers AS
SELECT c.id, c.name, c.name_ar, SUM(t.total) AS turnover, 'عميل مميز ⭐' AS label
FROM invoice_totals t JOIN customers c ON c.id = t.customer_id
WHERE t.status <> 'void'
GROUP BY c.id, c.name, c.name_ar
HAVING SUM(t.total) > 100000;

DELIMITER //

CREATE FUNCTION money(amount decimal(15,4)) RETURNS varchar(40) CHARSET utf8mb4 DETERMINISTIC
BEGIN
  -- a comment; with a semicolon, and a "quote"
  RETURN CONCAT(FORMAT(amount, 2), ' ج.م');
END//

CREATE PROCEDURE close_month(IN closing_day date)
BEGIN
  DECLARE done int DEFAULT 0;
  UPDATE invoices SET status = 'issued' WHERE status = 'draft' AND issued_at <= closing_day;
  SELECT COUNT(*) AS still_open FROM invoices WHERE status = 'draft';
END//

CREATE TRIGGER invoice_lines_take_stock AFTER INSERT ON invoice_lines FOR EACH ROW
BEGIN
  UPDATE products SET stock = stock - NEW.quantity WHERE id = NEW.product_id;
END//

CREATE TRIGGER invoices_log_update AFTER UPDATE ON invoices FOR EACH ROW
BEGIN
  IF NEW.status <> OLD.status THEN
    INSERT INTO activity_log (description, subject_type, subject_id, created_at)
    VALUES (CONCAT('حالة: ', OLD.status, ' → ', NEW.status, ' 🔔'), 'App\\Models\\Invoice', NEW.id, NEW.updated_at);
  END IF;
END//

CREATE EVENT forget_old_activity ON SCHEDULE EVERY 1 DAY STARTS '2037-01-01 03:00:00' ON COMPLETION PRESERVE
COMMENT 'nightly, one day ✨'
DO BEGIN
  DELETE FROM activity_log WHERE created_at < NOW() - INTERVAL 10 YEAR;
END//

DELIMITER ;
