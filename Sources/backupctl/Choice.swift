import BackupCore
import Deployment

/// Which backup a command is to work on.
enum Choice: Equatable {
    case newest
    /// Of a row.
    case id(String)
    /// In the backup folder, for which no catalog is asked.
    case file(StoredName)

    /// Takes the operand of a command; without one it is the newest.
    ///
    /// - Throws: ``UsageError`` when it can be neither.
    init(_ operand: String?) throws(UsageError) {
        guard let operand else {
            self = .newest
            return
        }
        if Self.isID(operand) {
            self = .id(operand)
            return
        }
        guard operand.contains("."), let file = StoredName(operand) else {
            throw UsageError("'\(operand.printable)' is neither an id nor the name of a file in the backup folder")
        }
        self = .file(file)
    }

    /// Whether a row may have it: a number without sign, blank or leading zero.
    static func isID(_ text: String) -> Bool {
        !text.isEmpty && !text.hasPrefix("0") && text.utf8.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
    }
}
