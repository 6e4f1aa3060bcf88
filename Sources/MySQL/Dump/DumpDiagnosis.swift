import BackupCore

/// What a dump program complained of, and what is usually behind it.
struct DumpDiagnosis {
    /// How much of the complaints is kept: the first ones tell the cause, the last ones the end.
    private static let kept = 4096

    private var first: [UInt8] = []
    private var last: [UInt8] = []

    mutating func append(_ bytes: ArraySlice<UInt8>) {
        let room = Self.kept - first.count
        first += bytes.prefix(room)
        last = (last + bytes.dropFirst(room)).suffix(Self.kept)
    }

    /// The error for the operator: what happened, the program's own words, and a hint where the cause is known.
    func failure(_ reason: String) -> BackupError {
        // MariaDB's program says of each of our own `--loose-` options that it does not know it.
        let lines = String(decoding: first + last, as: UTF8.self).split(separator: "\n")
        let words = lines.filter { !$0.contains("unknown variable 'loose-") }.joined(separator: "; ")
        var text = reason
        if !words.isEmpty { text += ": \(words)" }
        if let hint = Self.hints.first(where: { words.contains($0.sign) })?.hint { text += "\nhint: \(hint)" }
        return .dumpFailed(reason: text)
    }

    private static let hints: [(sign: String, hint: String)] = [
        (
            "insufficient privileges to SHOW CREATE",
            "grant SELECT ON mysql.proc (MariaDB) or SHOW_ROUTINE ON *.* (MySQL)"
        ),
        ("1045", "are DB_USERNAME and DB_PASSWORD right, and may that account connect from here?"),
        ("2002", "is the database server running, and are DB_HOST, DB_PORT and DB_SOCKET right?"),
        ("2003", "is the database server running, and are DB_HOST and DB_PORT right?"),
        ("2013", "the connection broke: was the server restarted, or is its net_write_timeout too short?"),
        ("2026", "the TLS connection failed: is MYSQL_ATTR_SSL_CA the authority of the server's certificate?"),
        ("1356", "a view refers to something that is gone or may not be seen: repair or drop it"),
        ("1449", "a view or routine has a definer that no longer exists: recreate it with one that does"),
        ("1412", "a table was altered during the dump: repeat the backup when migrations are over"),
        ("1142", "grant the account SELECT, SHOW VIEW and TRIGGER on every table of the database"),
        ("1044", "grant the account SELECT, SHOW VIEW, TRIGGER, EVENT and LOCK TABLES on the database"),
        ("1227", "grant the account the privilege that the message names"),
        ("max_allowed_packet", "a row is larger than the server's max_allowed_packet: raise it"),
        ("unknown variable", "this client does not know an option: is BACKUP_MYSQLDUMP the intended program?"),
        (
            "caching_sha2_password",
            "the client has no plugin for the account's password: install the server's own client"
        ),
    ]
}
