import CMySQL

/// One open session with the MySQL server, and the statements prepared in it.
///
/// Not `Sendable`: it stays on the thread that opened it, which is what libmysqlclient asks for.
final class Connection {
    private let handle: UnsafeMutablePointer<MYSQL>
    private var statements: [String: Statement] = [:]
    /// Texts of queries that named a column which was not there.
    private var refused: Set<String> = []

    /// Seconds until a server that does not answer is given up on.
    private static let connectTimeout: UInt32 = 5
    private static let answerTimeout: UInt32 = 60

    /// Opens a session and selects the database.
    ///
    /// The C functions are `mysql_init`, `mysql_options` and `mysql_real_connect`.
    init(to server: DatabaseServer) throws(MySQLError) {
        guard let handle = mysql_init(nil) else {
            throw MySQLError(action: "start libmysqlclient", code: 2008, reason: "out of memory")
        }
        _ = mysql_option_uint(handle, MYSQL_OPT_CONNECT_TIMEOUT, Self.connectTimeout)
        _ = mysql_option_uint(handle, MYSQL_OPT_READ_TIMEOUT, Self.answerTimeout)
        _ = mysql_option_uint(handle, MYSQL_OPT_WRITE_TIMEOUT, Self.answerTimeout)
        mysql_options(handle, MYSQL_SET_CHARSET_NAME, "utf8mb4")
        mysql_option_tls(handle, server.authoritiesPath, server.socketPath.isEmpty ? 1 : 0)
        let socketPath = server.socketPath.isEmpty ? nil : server.socketPath
        let opened = mysql_real_connect(
            handle, socketPath == nil ? server.host : nil, server.user, server.password, server.database, server.port,
            socketPath, 0)
        guard opened != nil else {
            let error = MySQLError(
                action: "connect to \(server.place)", code: mysql_errno(handle),
                reason: String(cString: mysql_error(handle)))
            mysql_close(handle)
            throw error
        }
        self.handle = handle
        do throws(MySQLError) {
            try prepareSession(of: server)
        } catch {
            close()
            throw error
        }
    }

    /// Ends the session; nothing may be asked of it afterwards.
    ///
    /// The statements' handles lie in the session: they go first.
    func close() {
        statements = [:]
        mysql_close(handle)
    }

    /// Whether the server still knows this session; the C function is `mysql_ping`.
    var isAlive: Bool { mysql_ping(handle) == 0 }

    /// A row or table somebody else has locked must not hold up a request for the server's default of 50 seconds or a
    /// day.
    private func prepareSession(of server: DatabaseServer) throws(MySQLError) {
        try execute("SET SESSION innodb_lock_wait_timeout = 5, lock_wait_timeout = 5")
        if let zone = server.sessionTimeZone {
            _ = try query("SET time_zone = ?", [.text(zone)])
        }
    }

    /// Runs a statement that gives no rows and takes no values.
    func execute(_ sql: String) throws(MySQLError) {
        guard mysql_real_query(handle, sql, UInt(sql.utf8.count)) == 0 else { throw error(in: sql) }
        if let result = mysql_store_result(handle) { mysql_free_result(result) }
    }

    /// Runs a statement that cannot be prepared, and fetches the first column of its rows; NULL is left out.
    func column(of sql: String) throws(MySQLError) -> [String] {
        guard mysql_real_query(handle, sql, UInt(sql.utf8.count)) == 0, let result = mysql_store_result(handle) else {
            throw error(in: sql)
        }
        defer { mysql_free_result(result) }
        var values: [String] = []
        while let row = mysql_fetch_row(result) {
            if let value = row[0] { values.append(String(cString: value)) }
        }
        return values
    }

    /// Runs a statement that cannot be prepared, and fetches that column of its first row in the bytes the server
    /// keeps.
    func bytes(of sql: String, column: Int) throws(MySQLError) -> [UInt8] {
        try execute("SET character_set_results = NULL")
        let failure: MySQLError?
        var value: [UInt8] = []
        if mysql_real_query(handle, sql, UInt(sql.utf8.count)) == 0, let result = mysql_store_result(handle) {
            if let row = mysql_fetch_row(result), let lengths = mysql_fetch_lengths(result), let start = row[column] {
                value = Array(UnsafeRawBufferPointer(start: start, count: Int(lengths[column])))
            }
            mysql_free_result(result)
            failure = nil
        } else {
            failure = error(in: sql)
        }
        try execute("SET character_set_results = utf8mb4")
        if let failure { throw failure }
        return value
    }

    /// Runs a statement, prepared at its first use, and fetches all its rows.
    func query(_ sql: String, _ values: [Value] = []) throws(MySQLError) -> [Row] {
        let statement: Statement
        if let prepared = statements[sql] {
            statement = prepared
        } else {
            statement = try Statement(sql, in: handle)
            statements[sql] = statement
        }
        return try statement.execute(values)
    }

    /// Whether a query with this text was refused in this session.
    func lacksColumns(of sql: String) -> Bool { refused.contains(sql) }

    func noteLackOfColumns(of sql: String) { refused.insert(sql) }

    /// The key the last INSERT made.
    var lastInsertID: UInt64 { mysql_insert_id(handle) }

    /// Such as `10.11.19-MariaDB-deb12`.
    var serverVersion: String { mysql_get_server_info(handle).map { String(cString: $0) } ?? "" }

    private func error(in sql: String) -> MySQLError {
        MySQLError(
            action: "run '\(sql.prefix(60))'", code: mysql_errno(handle), reason: String(cString: mysql_error(handle)))
    }
}

/// A value for a `?` in a statement.
enum Value: Sendable, Equatable {
    case text(String)
    case integer(UInt64)
    case null

    /// Bytes that hold it on its way, in steps of an integer's alignment.
    var size: Int {
        switch self {
        case .text(let text): (text.utf8.count + 7) & ~7
        case .integer: MemoryLayout<UInt64>.size
        case .null: 0
        }
    }
}
