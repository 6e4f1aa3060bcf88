/// What MySQL's own program wrote to its standard error, with the beginning of the hint it must draw.
enum MySQLComplaints {
    private static let cannotLoad = "cannot open shared object file: No such file or directory"
    private static let references = """
        View 'erp.v' references invalid table(s) or column(s) or function(s) or definer/invoker of view lack rights to use \
        them
        """

    static let all: [(words: String, hint: String)] = [
        (
            "Got error: 1045: Access denied for user 'erp'@'localhost' (using password: YES) when trying to connect",
            "are DB_"
        ),
        (
            "Got error: 2002: Can't connect to local MySQL server through socket '/nonex' (2) when trying to connect",
            "is the"
        ),
        (
            "Got error: 2003: Can't connect to MySQL server on '127.0.0.1:1' (111) when trying to connect",
            "is the database"
        ),
        ("Got error: 2005: Unknown MySQL server host 'no.such.invalid' (-2) when trying to connect", "is the database"),
        ("Got error: 1049: Unknown database 'erp' when selecting the database", "there is no such database"),
        (
            "Got error: 3118: Access denied for user 'e'@'localhost'. Account is locked. when trying to connect",
            "the account is"
        ),
        (
            "Got error: 1862: Your password has expired. To log in you must change it using a client that supports expired "
                + "passwords. when trying to connect", "the account's password has expired"
        ),
        (
            "Got error: 2059: Authentication plugin 'mysql_native_password' cannot be loaded: /x.so: \(cannotLoad) when "
                + "trying to connect", "the dump program does not know the way"
        ),
        (
            "Got error: 2026: SSL connection error: error:0A000086:SSL routines::certificate verify failed when trying to "
                + "connect", "the TLS connection failed"
        ),
        (
            "Got error: 2026: SSL connection error: SSL_CTX_set_default_verify_paths failed when trying to connect",
            "the TLS connection failed"
        ),
        (
            "Error 2013: Lost connection to MySQL server during query when dumping table `t` at row: 2",
            "the connection broke"
        ),
        ("Error in field count for table: `z` !  Aborting.", "a table was altered or dropped"),
        (
            "Error 2020: Got packet bigger than 'max_allowed_packet' bytes when dumping table `t` at row: 0",
            "a row is larger"
        ),
        (
            "Error 3024: Query execution was interrupted, maximum statement execution time exceeded when dumping table `t` "
                + "at row: 4", "the server limits how long a query may run"
        ),
        ("Couldn't execute 'SHOW FIELDS FROM `v`': \(references) (1356)", "a view refers to something that is gone"),
        (
            "Couldn't execute 'show fields from `t`': SELECT command denied to user 'erp'@'localhost' for table 't' (1142)",
            "grant the account SELECT, SHOW VIEW and TRIGGER"
        ),
        ("erp has insufficient privileges to SHOW CREATE PROCEDURE `p`!", "grant SELECT ON mysql.proc"),
        (
            "Error: 'Access denied; you need (at least one of) the PROCESS privilege(s) for this operation' when trying to "
                + "dump tablespaces", "the program asks for tablespaces"
        ),
        // MySQL 8.0's words; the program of 9.7 asks no other server for them.
        (
            "Couldn't execute 'SELECT COLUMN_NAME, JSON_EXTRACT(HISTOGRAM, '$.\"number-of-buckets-specified\"') FROM "
                + "information_schema.COLUMN_STATISTICS WHERE SCHEMA_NAME = 'erp' AND TABLE_NAME = 't';': Unknown table "
                + "'COLUMN_STATISTICS' in information_schema (1109)", "the program asks for column statistics"
        ),
        ("[ERROR] unknown variable 'hex-blub=1'.", "the program does not know an option"),
        ("[ERROR] unknown option '--hex-blub'.", "the program does not know an option"),
    ]
}
