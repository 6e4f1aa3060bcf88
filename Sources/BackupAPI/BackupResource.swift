package import BackupCore
import FoundationEssentials

/// A backup as the API shows it.
package struct BackupResource {
    let backup: Backup

    package init(_ backup: Backup) { self.backup = backup }

    package var json: JSON {
        [
            "id": JSON(backup.id),
            "filename": .text(backup.fileName),
            "disk": .text(backup.disk),
            "path": .text(backup.path),
            "size_bytes": .integer(backup.sizeInBytes),
            "size_human": .text(Self.humanSize(backup.sizeInBytes)),
            "created_by": JSON(backup.createdBy),
            "creator": backup.creator.map { ["id": JSON($0.id), "name": .text($0.name)] } ?? nil,
            "created_at": JSON(backup.createdAt.map(Self.timestamp)),
            "updated_at": JSON(backup.updatedAt.map(Self.timestamp)),
        ]
    }

    /// A size as Laravel's `Number::fileSize` puts it: the unit changes at nine tenths, halves go to even.
    static func humanSize(_ bytes: Int64) -> String {
        var value = Double(bytes)
        var unit = 0
        let units = ["B", "KB", "MB", "GB", "TB", "PB", "EB"]
        while value / 1024 > 0.9, unit < units.count - 1 {
            value /= 1024
            unit += 1
        }
        return "\(Int64(value.rounded(.toNearestOrEven))) \(units[unit])"
    }

    /// `2026-02-23T14:30:00.000000Z`: always UTC; the catalog knows no fractions.
    static func timestamp(_ date: Date) -> String {
        let seconds = Int(date.timeIntervalSince1970.rounded(.down))
        let (day, time) = seconds.quotientAndRemainder(flooringBy: 86400)
        let (year, month, dayOfMonth) = civilDate(ofDay: day)
        let shownYear = year < 0 ? "-" + padded(-year, 4) : padded(year, 4)
        let clock = "\(padded(time / 3600, 2)):\(padded(time / 60 % 60, 2)):\(padded(time % 60, 2))"
        return "\(shownYear)-\(padded(month, 2))-\(padded(dayOfMonth, 2))T\(clock).000000Z"
    }

    /// The Gregorian date of a day counted from 1970-01-01: years begin in March here, so that February is last.
    private static func civilDate(ofDay day: Int) -> (year: Int, month: Int, day: Int) {
        let (era, dayOfEra) = (day + 719_468).quotientAndRemainder(flooringBy: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(width - digits.count, 0)) + digits
    }
}

extension Int {
    fileprivate func quotientAndRemainder(flooringBy divisor: Int) -> (quotient: Int, remainder: Int) {
        let remainder = ((self % divisor) + divisor) % divisor
        return ((self - remainder) / divisor, remainder)
    }
}
