extension KnownFailure {
    static let all = endings + connecting + rights + contents + server

    /// The program itself.
    private static let endings = [
        KnownFailure(
            .end("could not be started: posix_spawn"),
            hint:
                "is there a dump program that this account may run? See BACKUP_MYSQLDUMP, or install the server's client"
        ),
        KnownFailure(
            .end("it ended with signal 9 "),
            hint: "somebody killed it; if it was the kernel for want of memory, `dmesg` says so: give the host more"),
        KnownFailure(
            .end("it wrote nothing for "),
            hint: """
                SHOW PROCESSLIST tells whether it waits for a lock; at full load it spins, as on an event that holds ';;'; \
                a slower server needs a longer BACKUP_STALL_TIMEOUT
                """),
        KnownFailure(
            .words("unknown variable '", with: [nil]), .words("unknown option '", with: [nil]),
            .words("ambiguous option '", with: [nil]),
            hint:
                "the program does not know an option that it needs: is BACKUP_MYSQLDUMP the intended one, and not too old?"
        ),
    ]

    /// The way to the server.
    private static let connecting = [
        KnownFailure(
            .words("could not be loaded", with: [1045]), .error([2054, 2059, 2061, 1251, 1524]),
            hint: """
                the dump program does not know the way the account proves itself (caching_sha2_password is MySQL's, \
                mysql_native_password gone from it): install the server's own client, and name it in BACKUP_MYSQLDUMP
                """),
        KnownFailure(
            .words("1040 - ", with: [2002]), .error([1040, 1203, 1226]),
            hint: "too many sessions: raise max_connections or the account's limit, or make backups at a quieter time"),
        KnownFailure(
            .error([1045, 1698]),
            hint: """
                are DB_USERNAME and DB_PASSWORD right, and may that account connect from here? One with REQUIRE SSL needs \
                MYSQL_ATTR_SSL_CA
                """),
        KnownFailure(
            .error([1129, 1130]), hint: "the server takes no connection from this host: allow the account there"),
        KnownFailure(.error([3118, 4151]), hint: "the account is locked: ALTER USER … ACCOUNT UNLOCK"),
        KnownFailure(
            .error([1820, 1862]), hint: "the account's password has expired: set a new one, in DB_PASSWORD too"),
        KnownFailure(
            .words("when dumping table", with: [2026]),
            .error([2006, 2013, 2055, 1053, 1927, 1317, 1152, 1158, 1159, 1160]),
            hint: """
                the connection broke: was the server restarted (its log says so) or the session killed? If not, its \
                net_write_timeout is too short for a slow disk: raise it
                """),
        KnownFailure(
            .error([2026, 3159]),
            hint: """
                the TLS connection failed: is MYSQL_ATTR_SSL_CA a readable file with the authority of the server's \
                certificate, and DB_HOST the name in it?
                """),
        KnownFailure(
            .error([2002, 2003, 2005]),
            hint: "is the database server running, and are DB_HOST, DB_PORT and DB_SOCKET right?"),
        KnownFailure(.error([1049]), hint: "there is no such database: is DB_DATABASE right?"),
    ]

    /// What the account may do.
    private static let rights = [
        KnownFailure(
            .words("insufficient privileges to SHOW CREATE", with: [nil]),
            hint: "grant SELECT ON mysql.proc (MariaDB) or SHOW_ROUTINE ON *.* (MySQL)"),
        KnownFailure(
            .words("when trying to dump tablespaces", with: [nil]), .words("PROCESS privilege", with: [1227]),
            hint: "the program asks for tablespaces, which needs PROCESS: has BACKUP_MYSQLDUMP lost --no-tablespaces?"),
        KnownFailure(.error([1227]), hint: "grant the account the privilege that the message names"),
        KnownFailure(
            .error([1142, 1143]), hint: "grant the account SELECT, SHOW VIEW and TRIGGER on the whole database"),
        KnownFailure(
            .error([1370]), hint: "a view calls a function: grant the account EXECUTE on the whole database"),
        KnownFailure(
            .error([1044]),
            hint:
                "grant the account SELECT, SHOW VIEW, TRIGGER and EVENT on the whole database; were they just taken away?"
        ),
    ]

    /// What is in the database.
    private static let contents = [
        KnownFailure(
            .error([1109]),
            hint: """
                the program asks for column statistics, which this server does not have: has BACKUP_MYSQLDUMP lost \
                --column-statistics=0? The server's own client does not ask
                """),
        KnownFailure(
            .error([1356]), hint: "a view refers to something that is gone or may not be seen: repair or drop it"),
        KnownFailure(
            .error([1449]),
            hint: "a view or routine has a definer that no longer exists: recreate it with one that does"),
        KnownFailure(
            .error([1412, 1146]), .words("Error in field count for table", with: [nil]),
            .words("Couldn't read status information for table", with: [nil]),
            hint: "a table was altered or dropped during the dump: repeat the backup when migrations are over"),
        KnownFailure(
            .error([2020, 1153]),
            hint:
                "a row is larger than max_allowed_packet, 1 GB for the dump program: raise the server's, split the row"),
        KnownFailure(
            .error([126, 127, 144, 145, 1034, 1194, 1195, 1712, 1814, 1877, 1932]),
            hint: "a table is damaged: CHECK TABLE says how, the server's log since when"),
    ]

    /// What the server is short of.
    private static let server = [
        KnownFailure(
            .error([1021, 1114]), .words("No space left on device", with: [3, 20, 1026, 1030]),
            .words("error 28 from storage engine", with: [1030]),
            hint: "the database server's own disk is full, its tmpdir perhaps: make room there"),
        KnownFailure(
            .error([1969, 3024]),
            hint:
                "the server limits how long a query may run: lift max_statement_time or max_execution_time for the account"
        ),
        KnownFailure(
            .error([1205, 1213]),
            hint: "another session holds a lock on the table, a migration perhaps: repeat it later"),
    ]
}
