import CMySQL

/// A failure of libmysqlclient or of the server behind it, in the server's own words.
package struct MySQLError: Error, Equatable {
    /// What was being done, such as `connect to '/run/mysqld/mysqld.sock'`.
    package let action: String
    /// The server's or the client's error number (errmsg, MySQL manual "Error Message Reference").
    package let code: UInt32
    package let reason: String

    /// The session is gone: 2006 and 2013 (lost), 2055 (lost, with reason), 4031 (idle too long), 1053 (shutdown),
    /// 1927 (killed, MariaDB).
    package var isConnectionLost: Bool { [2006, 2013, 2055, 4031, 1053, 1927].contains(code) }

    /// The session lacks a right: 1044 (on the database), 1142 (table), 1143 (column), 1227 (global), 1370 (routine).
    package var isDenied: Bool { [1044, 1142, 1143, 1227, 1370].contains(code) }

    /// The server cannot be talked to at all: the client's own numbers, refused accounts, too many connections,
    /// shutdown.
    package var isUnavailable: Bool {
        isConnectionLost || (2000..<2100).contains(code)
            || [1040, 1044, 1045, 1049, 1129, 1130, 1203, 1226].contains(code)
    }

    var isUnknownColumn: Bool { code == 1054 }

    /// A row that is referred to is not there.
    var isMissingReference: Bool { code == 1452 }
}

extension MySQLError: CustomStringConvertible {
    package var description: String { "\(action): \(reason) [\(code)]" }
}
