/// The name of a backup made here: `backup_YYYY-MM-DD_HHMMSS.sql.gz`.
package struct BackupName: Sendable, Hashable {
    package let file: StoredName

    /// Names a backup after a local time written `2026-02-23 14:30:00`.
    package init(localTime: String) {
        let parts = localTime.split(separator: " ", maxSplits: 1)
        let day = parts.first.map(String.init) ?? ""
        let time = parts.count == 2 ? parts[1].filter { $0 != ":" } : ""
        guard let file = StoredName("backup_\(day)_\(time).sql.gz"), Self(file) != nil else {
            preconditionFailure("'\(localTime)' is no local time")
        }
        self.file = file
    }

    /// Recognizes the form of the names made here.
    package init?(_ file: StoredName) {
        let pattern = "backup_0000-00-00_000000.sql.gz"
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        let name = file.description.utf8
        guard name.count == pattern.utf8.count else { return nil }
        let fits = zip(name, pattern.utf8).allSatisfy { $1 == UInt8(ascii: "0") ? digits ~= $0 : $0 == $1 }
        guard fits else { return nil }
        self.file = file
    }
}
