<?php

// The list of backups in plain PHP: what PHP-FPM allows where no framework costs anything. The same rules, the same two
// queries and the same JSON as ceiling.c, on a persistent connection, with opcache.

const USER = 'App\Models\User';

function answer(int $status, array $body): never
{
    http_response_code($status);
    header('Content-Type: application/json');
    header('Cache-Control: no-cache, private');
    header('Access-Control-Allow-Origin: *');
    exit(json_encode($body));
}

function rows(PDO $database, string $sql, array $values): array
{
    $statement = $database->prepare($sql);
    foreach ($values as $index => $value) {
        $statement->bindValue($index + 1, $value, is_int($value) ? PDO::PARAM_INT : PDO::PARAM_STR);
    }
    $statement->execute();
    return $statement->columnCount() ? $statement->fetchAll(PDO::FETCH_NUM) : [];
}

function authorize(PDO $database, string $sql, string $header): int
{
    if (!preg_match('/^Bearer (\d+)\|(.+)$/i', $header, $token)) {
        return 401;
    }
    $permission = 'core.backups.view';
    $rows = rows($database, $sql, [$permission, 'web', USER, USER, $token[1]]);
    $row = $rows[0] ?? null;
    $now = gmdate('Y-m-d H:i:s');
    if (!$row || !hash_equals($row[1], hash('sha256', $token[2])) || $row[2] !== USER || !$row[5]
        || ($row[3] !== null && $row[3] <= $now)) {
        return 401;
    }
    if ($row[4] !== $now) {
        $touch = 'UPDATE personal_access_tokens SET last_used_at = ?, updated_at = ? WHERE id = ?';
        rows($database, $touch, [$now, $now, $row[0]]);
    }
    // A row for each way in which the permission may be held; the collation takes names for equal that are not.
    foreach ($rows as [6 => $held, 7 => $name, 8 => $guard]) {
        if ($held && $name === $permission && $guard === 'web') {
            return 200;
        }
    }
    return 403;
}

function timestamp(?string $time): ?string
{
    return $time === null ? null : str_replace(' ', 'T', $time) . '.000000Z';
}

function resource(array $row): array
{
    [, $id, $filename, $disk, $path, $size, $createdBy, $exists, $name, $createdAt, $updatedAt] = $row;
    $units = ['B', 'KB', 'MB', 'GB', 'TB', 'PB', 'EB'];
    for ($human = $size, $unit = 0; $human / 1024 > 0.9 && $unit < 6; $unit++) {
        $human /= 1024;
    }
    return [
        'id' => $id, 'filename' => $filename, 'disk' => $disk, 'path' => $path, 'size_bytes' => $size,
        'size_human' => sprintf('%.0f %s', $human, $units[$unit]), 'created_by' => $createdBy,
        'creator' => $createdBy && $exists ? ['id' => $createdBy, 'name' => $name] : null,
        'created_at' => timestamp($createdAt), 'updated_at' => timestamp($updatedAt),
    ];
}

$header = $_SERVER['HTTP_AUTHORIZATION'] ?? null;
if ($header === null) {
    answer(401, ['message' => 'Unauthenticated.']);
}
$statements = require $_SERVER['BENCH_STATEMENTS'];
$database = new PDO(
    "mysql:unix_socket={$_SERVER['DB_SOCKET']};dbname={$_SERVER['DB_DATABASE']};charset=utf8mb4",
    $_SERVER['DB_USERNAME'], $_SERVER['DB_PASSWORD'],
    [PDO::ATTR_PERSISTENT => true, PDO::ATTR_STRINGIFY_FETCHES => false, PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION]);
$status = authorize($database, $statements['access'], $header);
if ($status !== 200) {
    answer($status, ['message' => $status === 401 ? 'Unauthenticated.' : 'This action is unauthorized.']);
}

$size = min(max((int) ($_GET['per_page'] ?? 25), 1), 100);
$page = max((int) ($_GET['page'] ?? 1), 1);
$url = "{$_SERVER['REQUEST_SCHEME']}://{$_SERVER['HTTP_HOST']}{$_SERVER['DOCUMENT_URI']}";
$rows = rows($database, $statements['page'], [$size, ($page - 1) * $size]);
// Past the end there is no row that could tell.
$total = ($rows ?: rows($database, 'SELECT COUNT(*) FROM database_backups', []))[0][0];
$data = array_map('resource', $rows);
$last = max((int) ceil($total / $size), 1);
$link = fn (?int $page) => $page === null ? null : "$url?page=$page";
$item = fn (?int $to, string $label) => [
    'url' => $link($to), 'label' => $label, 'page' => $to, 'active' => $label === (string) $page,
];
$previous = $page > 1 ? $page - 1 : null;
$next = $page < $last ? $page + 1 : null;
answer(200, [
    'data' => $data,
    'links' => ['first' => $link(1), 'last' => $link($last), 'prev' => $link($previous), 'next' => $link($next)],
    'meta' => [
        'current_page' => $page, 'from' => $data ? ($page - 1) * $size + 1 : null, 'last_page' => $last,
        'links' => [
            $item($previous, '&laquo; Previous'),
            ...array_map(fn ($number) => $item($number, (string) $number), range(1, $last)),
            $item($next, 'Next &raquo;'),
        ],
        'path' => $url, 'per_page' => $size, 'to' => $data ? ($page - 1) * $size + count($data) : null,
        'total' => $total,
    ],
]);
