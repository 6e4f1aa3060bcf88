<?php
// The least of an ERP: what Laravel's module does with backups, so that it can be seen who answers, and with what rights.
header('Content-Type: application/json');
header('X-Served-By: php');
$folder = dirname(__DIR__) . '/storage/app/private/backups';
$path = parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH);
if (!str_starts_with($path, '/api/core/backups')) {
    echo json_encode(['page' => $path]);
} elseif ($_SERVER['REQUEST_METHOD'] === 'DELETE') {
    echo json_encode(['deleted' => unlink("$folder/" . basename($path))]);
} elseif ($_SERVER['REQUEST_METHOD'] === 'POST') {
    echo json_encode(['written' => file_put_contents("$folder/php.sql.gz", gzencode("-- from PHP\n"))]);
} else {
    $files = array_map('basename', glob("$folder/*.sql.gz"));
    echo json_encode(array_map(fn ($file) => ['file' => $file, 'sha256' => hash_file('sha256', "$folder/$file")], $files));
}
