import BackupCore

/// What the client program complained of during a restore, and what is usually behind it.
struct ClientComplaints {
    /// How much is kept: the first words tell the cause.
    private static let kept = 4096

    private var text: [UInt8] = []

    mutating func append(_ bytes: ArraySlice<UInt8>) { text += bytes.prefix(Self.kept - text.count) }

    /// The error for the operator: what happened, the program's own words, and a hint where the cause is known.
    func failure(_ reason: String) -> BackupError {
        let lines = String(decoding: text, as: UTF8.self).split(separator: "\n")
        let words = lines.isEmpty ? reason : "\(reason): \(lines.joined(separator: "; "))"
        return .restoreFailed(reason: Self.hinted(words, code: lines.lazy.compactMap(Self.code).first))
    }

    /// The number in a line such as `ERROR 1044 (42000) at line 7: Access denied …`, and only there: a name may hold any.
    private static func code(in line: Substring) -> UInt32? {
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
            + "(MySQL; SET_USER_ID before 8.2) ON *.*; --strip-definer does without",
        1419: "set log_bin_trust_function_creators=1 on the server, or grant SUPER to BACKUP_RESTORE_USERNAME",
        1418: "set log_bin_trust_function_creators=1 on the server",
        1142: allOfIt, 1143: allOfIt, 1370: allOfIt,
        1153: "a row is larger than the server's max_allowed_packet: raise it",
        2006: "is a row larger than the server's max_allowed_packet, or was the server restarted?",
        2013: "the connection broke: was the server restarted?",
        1273: "the backup was made on a server that knows more collations: restore it on one like that",
        1115: "the backup was made on a server that knows more character sets: restore it on one like that",
        1449: "a definer does not exist on this server: make that account, or use --strip-definer",
    ]

    private static let allOfIt = "grant ALL on the database to BACKUP_RESTORE_USERNAME"
}
