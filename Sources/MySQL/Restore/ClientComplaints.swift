import BackupCore

/// What the client program complained of during a restore, and what is usually behind it.
///
/// MariaDB's client shows the statement that failed between two lines of dashes. It holds the rows, which are nobody's
/// business, and may be megabytes: only the lines outside of it are kept, and those that report an error.
struct ClientComplaints {
    private static let mostLines = 20
    private static let longestLine = 500
    private static let dashes = Array("--------------".utf8)
    private static let error = Array("ERROR ".utf8)

    private var lines: [String] = []
    private var line: [UInt8] = []
    private var isInStatement = false

    mutating func append(_ bytes: ArraySlice<UInt8>) {
        for byte in bytes {
            if byte == UInt8(ascii: "\n") {
                endLine()
            } else if line.count < Self.longestLine {
                line.append(byte)
            }
        }
    }

    private mutating func endLine() {
        defer { line.removeAll(keepingCapacity: true) }
        if line == Self.dashes { return isInStatement.toggle() }
        let isReport = line.starts(with: Self.error) || !isInStatement
        guard isReport, !line.isEmpty, lines.count < Self.mostLines else { return }
        lines.append(String(decoding: line, as: UTF8.self))
    }

    /// The error for the operator: what happened, the program's own words, and a hint where the cause is known.
    mutating func failure(_ reason: String) -> BackupError {
        endLine()
        let words = lines.isEmpty ? reason : "\(reason): \(lines.joined(separator: "; "))"
        return .restoreFailed(reason: Self.hinted(words, code: lines.lazy.compactMap(Self.code).first))
    }

    /// The number in a line such as `ERROR 1044 (42000) at line 7: Access denied …`, and only there: a name may hold
    /// any.
    private static func code(in line: String) -> UInt32? {
        guard line.hasPrefix("ERROR ") else { return nil }
        return UInt32(line.dropFirst(6).prefix { $0 != " " && $0 != ":" })
    }

    /// Adds what can be done about an error of the server.
    static func hinted(_ words: String, code: UInt32?) -> String {
        guard let hint = code.flatMap({ hints[$0] }) else { return words }
        return "\(words)\nhint: \(hint)"
    }

    private static let hints: [UInt32: String] = [
        1045: "are BACKUP_RESTORE_USERNAME and BACKUP_RESTORE_PASSWORD right, and may that account connect from here?",
        1044:
            "a drill needs GRANT ALL ON `backupd\\_drill\\_%`.*, a restore GRANT ALL on the database it goes into, to the "
            + "account of BACKUP_RESTORE_USERNAME",
        1227:
            "to make what others are the definers of, BACKUP_RESTORE_USERNAME needs SET USER (MariaDB) or SET_ANY_DEFINER "
            + "(MySQL; SET_USER_ID before 8.2; SYSTEM_USER too for a definer that holds it) ON *.*; "
            + "--strip-definer does without",
        1419: "set log_bin_trust_function_creators=1 on the server, or grant SUPER to BACKUP_RESTORE_USERNAME",
        1418: "set log_bin_trust_function_creators=1 on the server",
        1142: allOfIt, 1143: allOfIt, 1370: allOfIt,
        1153: "a row is larger than the server's max_allowed_packet: raise it",
        2059: "the client has no plugin for the account's password: name the server's own client in BACKUP_MYSQL",
        2006: "is a row larger than the server's max_allowed_packet, or was the server restarted?",
        2013: "the connection broke: was the server restarted?",
        1273: "the backup was made on a server that knows more collations: restore it on one like that",
        1115: "the backup was made on a server that knows more character sets: restore it on one like that",
        1449: "a definer does not exist on this server: make that account, or use --strip-definer",
    ]

    private static let allOfIt = "grant ALL on the database to BACKUP_RESTORE_USERNAME"
}
