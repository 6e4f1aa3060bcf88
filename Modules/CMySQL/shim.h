#pragma once
// With pkg-config the folder of the headers is on the path, without it they are found below /usr/include.
#if __has_include(<mysql.h>)
#include <mysql.h>
#else
#include <mysql/mysql.h>
#endif
#include <stdlib.h>
#include <string.h>

// MySQL 8 has no `my_bool`: its `MYSQL_BIND` and several functions say `bool` where MariaDB's client says `char`, and
// the options for TLS differ. Everything that mentions one of these types is here, so that one Swift source fits both.

/// Sets an option whose argument is an unsigned int.
static inline int mysql_option_uint(MYSQL *handle, enum mysql_option option, unsigned int value) {
    return mysql_options(handle, option, &value);
}

/// Requires TLS and checks the server's certificate and name against `ca`. With a null `ca` nothing is checked (MariaDB's
/// client from 3.4 on would by default), and TLS is used over the network where the server offers it.
static inline void mysql_option_tls(MYSQL *handle, const char *ca, int is_remote) {
#ifdef MARIADB_BASE_VERSION
    my_bool yes = 1, no = 0;
    if (ca) mysql_ssl_set(handle, NULL, NULL, ca, NULL, NULL);
    // Up to 3.3 it takes TLS only when told; without verification that still lets a server without TLS pass.
    if (ca || is_remote) mysql_options(handle, MYSQL_OPT_SSL_ENFORCE, &yes);
    mysql_options(handle, MYSQL_OPT_SSL_VERIFY_SERVER_CERT, ca ? &yes : &no);
#else
    unsigned int mode = ca ? SSL_MODE_VERIFY_IDENTITY : SSL_MODE_PREFERRED;
    bool yes = true;
    if (ca) mysql_options(handle, MYSQL_OPT_SSL_CA, ca);
    mysql_options(handle, MYSQL_OPT_SSL_MODE, &mode);
    // Without TLS, caching_sha2_password sends the password encrypted with the server's key, which it must then ask for.
    mysql_options(handle, MYSQL_OPT_GET_SERVER_PUBLIC_KEY, &yes);
#endif
}

/// mysql_thread_init returns `my_bool` or `bool`.
static inline int mysql_thread_begin(void) { return mysql_thread_init() ? 1 : 0; }

/// Room for `count` binds, to be freed by the caller: Swift does not see their size where `bool` and `my_bool` differ.
static inline MYSQL_BIND *mysql_binds_new(size_t count) {
    return (MYSQL_BIND *)calloc(count ? count : 1, sizeof(MYSQL_BIND));
}

/// Binds a parameter to bytes; they must stay where they are until the statement has been executed.
static inline void mysql_bind_text(MYSQL_BIND *binds, size_t index, const void *bytes, unsigned long length) {
    memset(&binds[index], 0, sizeof(MYSQL_BIND));
    binds[index].buffer_type = MYSQL_TYPE_STRING;
    binds[index].buffer = (void *)bytes;
    binds[index].buffer_length = length;
    binds[index].length_value = length;
    binds[index].length = &binds[index].length_value;
}

static inline void mysql_bind_integer(MYSQL_BIND *binds, size_t index, const unsigned long long *value) {
    memset(&binds[index], 0, sizeof(MYSQL_BIND));
    binds[index].buffer_type = MYSQL_TYPE_LONGLONG;
    binds[index].buffer = (void *)value;
    binds[index].is_unsigned = 1;
}

static inline void mysql_bind_null(MYSQL_BIND *binds, size_t index) {
    memset(&binds[index], 0, sizeof(MYSQL_BIND));
    binds[index].buffer_type = MYSQL_TYPE_NULL;
}

/// Binds a result column to a buffer as text; `length` gets the value's true length, `is_null` one byte.
static inline void mysql_bind_column(
    MYSQL_BIND *binds, size_t index, void *buffer, unsigned long capacity, unsigned long *length,
    unsigned char *is_null) {
    memset(&binds[index], 0, sizeof(MYSQL_BIND));
    binds[index].buffer_type = MYSQL_TYPE_STRING;
    binds[index].buffer = buffer;
    binds[index].buffer_length = capacity;
    binds[index].length = length;
    binds[index].is_null = (void *)is_null;
}

/// Whether a result column holds dates with times of day.
static inline int mysql_column_is_time(MYSQL_RES *metadata, unsigned int index) {
    enum enum_field_types type = mysql_fetch_field_direct(metadata, index)->type;
    return type == MYSQL_TYPE_TIMESTAMP || type == MYSQL_TYPE_DATETIME;
}

/// Binds a result column of dates with times to their numbers; `is_null` gets one byte.
static inline void mysql_bind_time(MYSQL_BIND *binds, size_t index, MYSQL_TIME *time, unsigned char *is_null) {
    memset(&binds[index], 0, sizeof(MYSQL_BIND));
    binds[index].buffer_type = MYSQL_TYPE_DATETIME;
    binds[index].buffer = time;
    binds[index].buffer_length = sizeof *time;
    binds[index].is_null = (void *)is_null;
}

/// These three return `my_bool` or `bool`.
static inline int mysql_statement_bind_parameters(MYSQL_STMT *statement, MYSQL_BIND *binds) {
    return mysql_stmt_bind_param(statement, binds) ? 1 : 0;
}
static inline int mysql_statement_bind_columns(MYSQL_STMT *statement, MYSQL_BIND *binds) {
    return mysql_stmt_bind_result(statement, binds) ? 1 : 0;
}
static inline int mysql_statement_close(MYSQL_STMT *statement) { return mysql_stmt_close(statement) ? 1 : 0; }
