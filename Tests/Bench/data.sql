-- The benchmark's ERP: what fills a real one, in tables beside those of the demo.
--
-- Every value follows from the row's number, so the text of the dump is the same in every run. @rows(N) is N rows at
-- size 1, numbered by `seq`; about 860 MB of SQL.

CREATE TABLE IF NOT EXISTS bench_customers (
  id bigint unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY, company_id bigint unsigned NOT NULL, name varchar(191),
  name_ar varchar(191), email varchar(191), phone varchar(32), address text, meta json, created_at timestamp NULL,
  updated_at timestamp NULL, KEY (company_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE IF NOT EXISTS bench_invoices (
  id bigint unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY, company_id bigint unsigned, customer_id bigint unsigned,
  number varchar(40), uuid char(36), issued_at datetime, due_at date, subtotal decimal(15,4), tax decimal(15,4),
  total decimal(15,4), status enum('draft','issued','paid','void'), notes text, created_by bigint unsigned,
  created_at timestamp NULL, updated_at timestamp NULL, KEY (customer_id), KEY (issued_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE IF NOT EXISTS bench_invoice_lines (
  id bigint unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY, invoice_id bigint unsigned NOT NULL,
  product_id bigint unsigned, description varchar(255), qty decimal(12,3), price decimal(15,4), discount decimal(5,2),
  tax_code varchar(8), total decimal(15,4), created_at timestamp NULL, updated_at timestamp NULL, KEY (invoice_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE IF NOT EXISTS bench_activity_log (
  id bigint unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY, log_name varchar(64), description text,
  subject_type varchar(191), subject_id bigint unsigned, causer_id bigint unsigned, properties longtext,
  batch_uuid char(36), created_at timestamp NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE IF NOT EXISTS bench_attachments (
  id bigint unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY, name varchar(191), mime varchar(64), body mediumblob
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- The server may then build the indexes of an empty table in one go.
SET SESSION unique_checks = 0, foreign_key_checks = 0, time_zone = '+00:00';

INSERT INTO bench_customers
SELECT seq, 1 + seq % 7,
  CONCAT('Customer ', ELT(1 + seq % 11, 'Al Noor', 'Delta Trading', 'Nile Foods', 'Moon Supplies', 'Red Sea Co',
    'Cairo Steel', 'Luxor Textiles', 'Horizon', 'Atlas', 'Petra', 'Siwa'), ' ', seq),
  CONCAT('عميل ', ELT(1 + seq % 5, 'النور', 'الدلتا', 'النيل', 'القمر', 'الأطلس'), ' ', seq),
  CONCAT('c', seq, '@example.com'), CONCAT('+2010', LPAD(seq * 7919 % 100000000, 8, '0')),
  CONCAT(seq % 300, ' Tahrir St, Building ', seq % 97, ', Floor ', seq % 12, ', Cairo'),
  JSON_OBJECT('segment', ELT(1 + seq % 4, 'retail', 'wholesale', 'gov', 'export'), 'credit', seq % 100000,
    'tags', JSON_ARRAY('a', CONCAT('t', seq % 50))),
  '2025-01-01' + INTERVAL seq % 500 DAY, '2026-01-01' + INTERVAL seq MINUTE
FROM @rows(100000);

INSERT INTO bench_invoices
SELECT seq, 1 + seq % 7, 1 + (seq * 48271) % 100000, CONCAT('INV-2026-', LPAD(seq, 8, '0')),
  CONCAT(LPAD(LOWER(HEX(seq * 97)), 8, '0'), '-7c1e-11f0-9b2d-0242ac110002'),
  '2025-01-01' + INTERVAL (seq * 37) % 600000 MINUTE, '2025-02-01' + INTERVAL seq % 400 DAY,
  ROUND(RAND(seq) * 9000, 4), ROUND(RAND(seq) * 900, 4), ROUND(RAND(seq) * 9900, 4), 1 + seq % 4,
  IF(seq % 5 = 0, CONCAT('Delivered to ', ELT(1 + seq % 3, 'warehouse', 'store', 'client'), ' by driver ', seq % 200,
    '; signed ', seq % 13), NULL),
  1 + seq % 40, '2025-01-01' + INTERVAL seq MINUTE, '2026-01-01' + INTERVAL seq SECOND
FROM @rows(600000);

INSERT INTO bench_invoice_lines
SELECT seq, 1 + seq DIV 5, 1 + (seq * 16807) % 20000,
  CONCAT(ELT(1 + seq % 13, 'Steel bolt', 'Copper wire', 'Printer paper', 'LED lamp', 'Office chair', 'Olive oil',
    'Basmati rice', 'Cotton shirt', 'USB cable', 'Paint bucket', 'Cement bag', 'Detergent', 'Notebook'),
    ' model ', (seq * 16807) % 20000, ' lot ', seq % 977),
  1 + RAND(seq) * 50, RAND(seq * 3) * 800, seq % 10, ELT(1 + seq % 4, 'VAT14', 'VAT5', 'EXEMPT', 'ZERO'),
  RAND(seq * 7) * 40000, '2025-01-01' + INTERVAL seq SECOND, '2025-06-01' + INTERVAL seq SECOND
FROM @rows(3000000);

INSERT INTO bench_activity_log
SELECT seq, 'default', ELT(1 + seq % 3, 'created', 'updated', 'deleted'),
  ELT(1 + seq % 3, 'App\\Models\\Invoice', 'App\\Models\\Customer', 'App\\Models\\Product'), (seq * 69621) % 600000,
  1 + seq % 40,
  CONCAT('{"attributes":{"total":"', ROUND(RAND(seq) * 9000, 4), '","status":"',
    ELT(1 + seq % 4, 'draft', 'issued', 'paid', 'void'), '","updated_at":"2026-0', 1 + seq % 9, '-1', seq % 9, 'T10:',
    LPAD(seq % 60, 2, '0'), ':00.000000Z"},"old":{"total":"', ROUND(RAND(seq + 1) * 9000, 4),
    '","status":"draft"}}'),
  CONCAT(LPAD(LOWER(HEX(seq * 89)), 8, '0'), '-7c1f-11f0-9b2d-0242ac110002'), '2025-01-01' + INTERVAL seq SECOND
FROM @rows(900000);

-- Pictures and scans: nothing a compressor could win, in 1 KB each.
INSERT INTO bench_attachments
SELECT seq, CONCAT('scan', seq, '.jpg'), 'image/jpeg', CONCAT(
  UNHEX(SHA2(CONCAT(seq, 'a'), 512)), UNHEX(SHA2(CONCAT(seq, 'b'), 512)), UNHEX(SHA2(CONCAT(seq, 'c'), 512)),
  UNHEX(SHA2(CONCAT(seq, 'd'), 512)), UNHEX(SHA2(CONCAT(seq, 'e'), 512)), UNHEX(SHA2(CONCAT(seq, 'f'), 512)),
  UNHEX(SHA2(CONCAT(seq, 'g'), 512)), UNHEX(SHA2(CONCAT(seq, 'h'), 512)), UNHEX(SHA2(CONCAT(seq, 'i'), 512)),
  UNHEX(SHA2(CONCAT(seq, 'j'), 512)), UNHEX(SHA2(CONCAT(seq, 'k'), 512)), UNHEX(SHA2(CONCAT(seq, 'l'), 512)),
  UNHEX(SHA2(CONCAT(seq, 'm'), 512)), UNHEX(SHA2(CONCAT(seq, 'n'), 512)), UNHEX(SHA2(CONCAT(seq, 'o'), 512)),
  UNHEX(SHA2(CONCAT(seq, 'p'), 512)))
FROM @rows(30000);
