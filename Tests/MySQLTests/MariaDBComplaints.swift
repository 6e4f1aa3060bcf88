/// What MariaDB's own program wrote to its standard error, with the beginning of the hint it must draw.
enum MariaDBComplaints {
    private static let cannotLoad = "cannot open shared object file: No such file or directory"
    private static let references = """
        View 'erp.v' references invalid table(s) or column(s) or function(s) or definer/invoker of view lack rights to use \
        them
        """

    static let all: [(words: String, hint: String)] = [
        (
            #"Got error: 1045: "Access denied for user 'erp'@'localhost' (using password: YES)" when trying to connect"#,
            "are DB_US"
        ),
        (
            #"Got error: 2002: "Can't connect to local server through socket '/nonex' (2)" when trying to connect"#,
            "is the da"
        ),
        (
            #"Got error: 2002: "Can't connect to server on '127.0.0.1' (115)" when trying to connect"#,
            "is the database server"
        ),
        (
            #"Got error: 2005: "Unknown server host 'no.such.invalid' (-2)" when trying to connect"#,
            "is the database server"
        ),
        (#"Got error: 1049: "Unknown database 'erp'" when selecting the database"#, "there is no such database"),
        (#"Got error: 4151: "Access denied, this account is locked" when trying to connect"#, "the account is locked"),
        (
            #"Got error: 2002: "Received error packet before completion of TLS handshake. The authenticity of the following "#
                + #"error cannot be verified: 1040 - Too many connections" when trying to connect"#, "too many sessions"
        ),
        (
            #"Got error: 1226: "User 'erp' has exceeded the 'max_user_connections' resource (current value: 1)" when trying "#
                + "to connect", "too many sessions"
        ),
        (
            "Couldn't execute 'START TRANSACTION /*!40100 WITH CONSISTENT SNAPSHOT */': You must SET PASSWORD before "
                + "executing this statement (1820)", "the account's password has expired"
        ),
        (
            #"Got error: 1045: "Plugin caching_sha2_password could not be loaded: /x.so: \#(cannotLoad)" when trying to "#
                + "connect", "the dump program does not know the way"
        ),
        (
            #"Got error: 2026: "TLS/SSL error: self-signed certificate in certificate chain" when trying to connect"#,
            "the TLS connection failed"
        ),
        (
            #"Got error: 2026: "TLS/SSL error: Validation of SSL server certificate failed" when trying to connect"#,
            "the TLS connection failed"
        ),
        (
            #"Got error: 2026: "TLS/SSL error: No such file or directory (2)" when trying to connect"#,
            "the TLS connection"
        ),
        (
            "Error 2026: TLS/SSL error: unexpected eof while reading when dumping table `t` at row: 3",
            "the connection broke"
        ),
        ("Error 2013: Lost connection to server during query when dumping table `t` at row: 2", "the connection broke"),
        ("Error 1317: Query execution was interrupted when dumping table `t` at row: 4", "the connection broke"),
        (
            "Error 1412: Table definition has changed, please retry transaction when dumping table `z` at row: 0",
            "a table was"
        ),
        (
            "Couldn't execute 'show create table `z`': Table 'erp.z' doesn't exist (1146)",
            "a table was altered or dropped"
        ),
        ("Couldn't execute 'SHOW FIELDS FROM `v`': \(references) (1356)", "a view refers to something that is gone"),
        (
            #"Got error: 1449: "The user specified as a definer ('gone'@'localhost') does not exist" when using LOCK TABLES"#,
            "a view or routine has a definer"
        ),
        ("erp has insufficient privileges to SHOW CREATE PROCEDURE `p`!", "grant SELECT ON mysql.proc"),
        (
            "Couldn't execute 'show create table `v`': SHOW VIEW command denied to user 'erp'@'localhost' for table "
                + "`erp`.`v` (1142)", "grant the account SELECT, SHOW VIEW and TRIGGER"
        ),
        (
            "Couldn't execute 'show events': Access denied for user 'erp'@'localhost' to database 'erp' (1044)",
            "grant the account SELECT, SHOW VIEW, TRIGGER and EVENT"
        ),
        (
            #"Got error: 1044: "Access denied for user 'erp'@'localhost' to database 'erp'" when selecting the database"#,
            "grant the account SELECT, SHOW VIEW, TRIGGER and EVENT"
        ),
        (
            "Couldn't execute 'SHOW FULL TABLES': Disk got full writing 'information_schema.(temporary)' (Errcode: 28 \"No "
                + "space left on device\") (1021)", "the database server's own disk is full"
        ),
        (
            "Couldn't execute 'SELECT /*!40001 SQL_NO_CACHE */ `a` FROM `t`': Lock wait timeout exceeded; try restarting "
                + "transaction (1205)", "another session holds a lock"
        ),
        (
            "Error 1814: Tablespace has been discarded for table `t` when dumping table `t` at row: 0",
            "a table is damaged"
        ),
        (
            "Error 126: Index for table './erp/t.MYI' is corrupt; try to repair it when dumping table `t` at row: 0",
            "a table is"
        ),
        ("unknown variable 'hex-blub=1'", "the program does not know an option"),
        ("unknown option '--hex-blub'", "the program does not know an option"),
        ("ambiguous option '--m' (master-data, max-statement-time)", "the program does not know an option"),
    ]
}
