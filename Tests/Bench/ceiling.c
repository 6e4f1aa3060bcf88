/* The list of backups in plain C: what libfcgi and libmysqlclient allow where nothing else costs anything.
 *
 * The same rules and the same JSON as the worker's, in two round trips: access.sql, then page.sql, prepared once on a
 * connection kept by each of 8 threads; and at most once a second the note of a token's use. A page that is a number
 * below 14 in all is taken for granted. Started as `ceiling ACCESS.SQL PAGE.SQL LISTEN.sock`, the account in the
 * environment: DB_SOCKET, DB_DATABASE, DB_USERNAME, DB_PASSWORD. */

#include <fcgiapp.h>
#include <mysql/mysql.h>
#include <openssl/crypto.h>
#include <openssl/sha.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <time.h>

enum { THREADS = 8, ROWS = 100, COLUMNS = 11, VALUE = 256 };

static char *access_sql, *page_sql;
static const char count_sql[] = "SELECT COUNT(*) FROM database_backups";
static const char touch_sql[] = "UPDATE personal_access_tokens SET last_used_at = ?, updated_at = ? WHERE id = ?";
static int listener;

struct statement {
    MYSQL_STMT *handle;
    MYSQL_BIND parameters[6], results[COLUMNS];
    char values[COLUMNS][VALUE];
    unsigned long lengths[COLUMNS];
    __typeof__(*((MYSQL_BIND *)0)->is_null) nulls[COLUMNS];
};

static void fail(const char *what, const char *why) {
    fprintf(stderr, "%s: %s\n", what, why);
    exit(1);
}

static void prepare(struct statement *s, MYSQL *mysql, const char *sql) {
    memset(s, 0, sizeof *s);
    s->handle = mysql_stmt_init(mysql);
    if (mysql_stmt_prepare(s->handle, sql, strlen(sql))) fail("prepare", mysql_stmt_error(s->handle));
    unsigned columns = mysql_stmt_field_count(s->handle);
    for (unsigned i = 0; i < columns; i++) {
        s->results[i] = (MYSQL_BIND){.buffer_type = MYSQL_TYPE_STRING, .buffer = s->values[i],
            .buffer_length = VALUE - 1, .length = &s->lengths[i], .is_null = &s->nulls[i]};
    }
    if (columns && mysql_stmt_bind_result(s->handle, s->results)) fail("bind", mysql_stmt_error(s->handle));
}

static void execute(struct statement *s, int count, const char *const *values) {
    for (int i = 0; i < count; i++) {
        s->parameters[i] = (MYSQL_BIND){
            .buffer_type = MYSQL_TYPE_STRING, .buffer = (char *)values[i], .buffer_length = strlen(values[i])};
    }
    mysql_stmt_bind_param(s->handle, s->parameters);
    if (mysql_stmt_execute(s->handle) || (mysql_stmt_field_count(s->handle) && mysql_stmt_store_result(s->handle)))
        fail("execute", mysql_stmt_error(s->handle));
}

static bool fetch(struct statement *s) {
    if (mysql_stmt_fetch(s->handle) == MYSQL_NO_DATA) return false;
    for (int i = 0; i < COLUMNS; i++) s->values[i][s->nulls[i] ? 0 : s->lengths[i]] = 0;
    return true;
}

/* A text as PHP's json_encode writes it: beyond ASCII in UTF-16, slashes escaped. */
static void text(FILE *out, const char *value) {
    putc_unlocked('"', out);
    for (const unsigned char *p = (const unsigned char *)value; *p;) {
        unsigned c = *p++;
        if (c == '"' || c == '\\' || c == '/') putc_unlocked('\\', out), putc_unlocked(c, out);
        else if (c >= 0x20 && c < 0x7f) putc_unlocked(c, out);
        else {
            int more = c >= 0xf0 ? 3 : c >= 0xe0 ? 2 : c >= 0xc0 ? 1 : 0;
            if (more) c &= 0x3f >> more;
            while (more-- > 0 && *p) c = c << 6 | (*p++ & 0x3f);
            if (c > 0xffff) c -= 0x10000, fprintf(out, "\\u%04x", 0xd800 | c >> 10), c = 0xdc00 | (c & 0x3ff);
            fprintf(out, "\\u%04x", c);
        }
    }
    putc_unlocked('"', out);
}

static void member(FILE *out, const char *name, const char *value) {
    fprintf(out, "\"%s\":", name);
    text(out, value);
    putc_unlocked(',', out);
}

static void timestamp(FILE *out, const char *name, const char *value, bool null, const char *end) {
    if (null) fprintf(out, "\"%s\":null%s", name, end);
    else fprintf(out, "\"%s\":\"%.10sT%s.000000Z\"%s", name, value, value + 11, end);
}

static void row(FILE *out, struct statement *s) {
    static const char *const units[] = {"B", "KB", "MB", "GB", "TB", "PB", "EB"};
    double size = strtod(s->values[5], NULL);
    int unit = 0;
    while (size / 1024 > 0.9 && unit < 6) size /= 1024, unit++;
    fprintf(out, "{\"id\":%s,", s->values[1]);
    member(out, "filename", s->values[2]);
    member(out, "disk", s->values[3]);
    member(out, "path", s->values[4]);
    fprintf(out, "\"size_bytes\":%s,\"size_human\":\"%.0f %s\",", s->values[5], size, units[unit]);
    fprintf(out, "\"created_by\":%s,\"creator\":", s->nulls[6] ? "null" : s->values[6]);
    if (!s->nulls[6] && s->values[7][0] == '1') {
        fprintf(out, "{\"id\":%s,\"name\":", s->values[6]);
        text(out, s->values[8]);
        fputs("},", out);
    } else fputs("null,", out);
    timestamp(out, "created_at", s->values[9], s->nulls[9], ",");
    timestamp(out, "updated_at", s->values[10], s->nulls[10], "}");
}

static void link_to(FILE *out, const char *name, const char *url, long page) {
    fprintf(out, "\"%s\":", name);
    if (page < 1) fputs("null,", out);
    else {
        char value[600];
        snprintf(value, sizeof value, "%s?page=%ld", url, page);
        text(out, value);
        putc_unlocked(',', out);
    }
}

static void item(FILE *out, const char *label, const char *url, long page, bool active) {
    putc_unlocked('{', out);
    link_to(out, "url", url, page);
    member(out, "label", label);
    if (page < 1) fputs("\"page\":null,", out); else fprintf(out, "\"page\":%ld,", page);
    fprintf(out, "\"active\":%s}", active ? "true" : "false");
}

static void list(FILE *out, struct statement *s, struct statement *counting, const char *url, const char *query) {
    const char *found = strstr(query, "per_page=");
    long size = found ? strtol(found + 9, NULL, 10) : 25, page = 1, total = 0, count = 0;
    found = !strncmp(query, "page=", 5) ? query : strstr(query, "&page=");
    if (found) page = strtol(strchr(found, '=') + 1, NULL, 10);
    if (size < 1 || size > ROWS) size = 25;
    if (page < 1) page = 1;
    char limit[24], offset[24], label[24];
    snprintf(limit, sizeof limit, "%ld", size);
    snprintf(offset, sizeof offset, "%ld", (page - 1) * size);
    execute(s, 2, (const char *[]){limit, offset});
    fputs("{\"data\":[", out);
    while (fetch(s)) {
        total = strtol(s->values[0], NULL, 10);
        if (count++) putc_unlocked(',', out);
        row(out, s);
    }
    if (!count) { /* Past the end there is no row that could tell. */
        execute(counting, 0, NULL);
        if (fetch(counting)) total = strtol(counting->values[0], NULL, 10);
    }
    long last = total ? (total + size - 1) / size : 1;
    long previous = page > 1 ? page - 1 : 0, next = page < last ? page + 1 : 0;
    fputs("],\"links\":{", out);
    link_to(out, "first", url, 1);
    link_to(out, "last", url, last);
    link_to(out, "prev", url, previous);
    link_to(out, "next", url, next);
    fseek(out, -1, SEEK_CUR);
    fprintf(out, "},\"meta\":{\"current_page\":%ld,\"from\":", page);
    if (count) fprintf(out, "%ld", (page - 1) * size + 1); else fputs("null", out);
    fprintf(out, ",\"last_page\":%ld,\"links\":[", last);
    item(out, "&laquo; Previous", url, previous, false);
    for (long n = 1; n <= last; n++) {
        snprintf(label, sizeof label, "%ld", n);
        putc_unlocked(',', out);
        item(out, label, url, n, n == page);
    }
    putc_unlocked(',', out);
    item(out, "Next &raquo;", url, next, false);
    fputs("],", out);
    member(out, "path", url);
    fprintf(out, "\"per_page\":%ld,\"to\":", size);
    if (count) fprintf(out, "%ld", (page - 1) * size + count); else fputs("null", out);
    fprintf(out, ",\"total\":%ld}}", total);
}

/* Sanctum's rules for the token, spatie's for the permission; the status to answer with. */
static int authorize(struct statement *access, struct statement *touch, const char *header) {
    const char *bar = header ? strchr(header, '|') : NULL;
    if (!bar || strncasecmp(header, "bearer ", 7) || !bar[1]) return 401;
    char id[24], hash[65], now[32];
    snprintf(id, sizeof id, "%.*s", (int)(bar - header - 7), header + 7);
    unsigned char digest[SHA256_DIGEST_LENGTH];
    SHA256((const unsigned char *)bar + 1, strlen(bar + 1), digest);
    for (int i = 0; i < SHA256_DIGEST_LENGTH; i++) sprintf(hash + 2 * i, "%02x", digest[i]);
    execute(access, 5, (const char *[]){"core.backups.view", "web", "App\\Models\\User", "App\\Models\\User", id});
    if (!fetch(access)) return 401;
    time_t time_now = time(NULL);
    struct tm parts;
    strftime(now, sizeof now, "%Y-%m-%d %H:%M:%S", gmtime_r(&time_now, &parts));
    if (access->lengths[1] != 64 || CRYPTO_memcmp(access->values[1], hash, 64)) return 401;
    if (strcmp(access->values[2], "App\\Models\\User") || access->values[5][0] != '1') return 401;
    if (!access->nulls[3] && strcmp(access->values[3], now) <= 0) return 401;
    if (access->nulls[4] || strcmp(access->values[4], now)) execute(touch, 3, (const char *[]){now, now, id});
    /* A row for each way in which the permission may be held; the collation takes names for equal that are not. */
    do if (access->values[6][0] == '1' && !strcmp(access->values[7], "core.backups.view")
            && !strcmp(access->values[8], "web")) return 200;
    while (fetch(access));
    return 403;
}

static void *serve(void *unused) {
    struct statement *s = calloc(4, sizeof *s);
    MYSQL *mysql = mysql_init(NULL);
    mysql_options(mysql, MYSQL_SET_CHARSET_NAME, "utf8mb4");
    if (!mysql_real_connect(mysql, NULL, getenv("DB_USERNAME"), getenv("DB_PASSWORD"), getenv("DB_DATABASE"), 0,
            getenv("DB_SOCKET"), 0)) fail("connect", mysql_error(mysql));
    prepare(&s[0], mysql, access_sql);
    prepare(&s[1], mysql, page_sql);
    prepare(&s[2], mysql, touch_sql);
    prepare(&s[3], mysql, count_sql);
    FCGX_Request request;
    FCGX_InitRequest(&request, listener, 0);
    while (FCGX_Accept_r(&request) == 0) {
        const char *header = FCGX_GetParam("HTTP_AUTHORIZATION", request.envp);
        int status = authorize(&s[0], &s[2], header);
        char url[512], *body = NULL;
        size_t length = 0;
        FILE *out = open_memstream(&body, &length);
        if (status == 200) {
            const char *query = FCGX_GetParam("QUERY_STRING", request.envp);
            snprintf(url, sizeof url, "%s://%s%s", FCGX_GetParam("REQUEST_SCHEME", request.envp),
                FCGX_GetParam("HTTP_HOST", request.envp), FCGX_GetParam("DOCUMENT_URI", request.envp));
            list(out, &s[1], &s[3], url, query ? query : "");
        } else fputs(status == 401 ? "{\"message\":\"Unauthenticated.\"}"
                                   : "{\"message\":\"This action is unauthorized.\"}", out);
        fclose(out);
        FCGX_FPrintF(request.out, "Status: %d\r\nContent-Type: application/json\r\nCache-Control: no-cache, private\r\n"
            "Access-Control-Allow-Origin: *\r\n\r\n", status);
        FCGX_PutStr(body, (int)length, request.out);
        free(body);
        FCGX_Finish_r(&request);
    }
    return unused;
}

static char *contents(const char *path) {
    FILE *file = fopen(path, "r");
    char *text = calloc(1, 1 << 16);
    if (!file || !fread(text, 1, (1 << 16) - 1, file)) fail("read", path);
    fclose(file);
    return text;
}

int main(int count, char **arguments) {
    if (count != 4) fail("usage", "ceiling ACCESS.SQL PAGE.SQL LISTEN.sock");
    access_sql = contents(arguments[1]);
    page_sql = contents(arguments[2]);
    mysql_library_init(0, NULL, NULL);
    FCGX_Init();
    signal(SIGTERM, SIG_DFL); /* libfcgi takes it to itself and goes on waiting */
    umask(0117);
    listener = FCGX_OpenSocket(arguments[3], 511);
    pthread_t threads[THREADS];
    for (int i = 0; i < THREADS; i++) pthread_create(&threads[i], NULL, serve, NULL);
    for (int i = 0; i < THREADS; i++) pthread_join(threads[i], NULL);
    return 0;
}
