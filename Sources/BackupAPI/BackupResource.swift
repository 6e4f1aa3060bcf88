package import BackupCore
import FoundationEssentials

/// A backup as the API shows it.
package struct BackupResource {
    let backup: Backup

    package init(_ backup: Backup) { self.backup = backup }

    package var json: JSON {
        var writer = JSONWriter()
        write(to: &writer)
        return .written(writer.bytes)
    }

    /// Writes it without a ``JSON`` of its members in between: a page of backups is most of what this service answers.
    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("id", backup.id)
            writer.member("filename", backup.fileName)
            writer.member("disk", backup.disk)
            writer.member("path", backup.path)
            writer.member("size_bytes", backup.sizeInBytes)
            writer.member("size_human", Self.humanSize(backup.sizeInBytes))
            writer.member("created_by", backup.createdBy)
            if let creator = backup.creator {
                writer.name("creator")
                writer.object { writer in
                    writer.member("id", creator.id)
                    writer.member("name", creator.name)
                }
            } else {
                writer.member("creator", nil as String?)
            }
            writer.member("created_at", backup.createdAt.map(Self.timestamp))
            writer.member("updated_at", backup.updatedAt.map(Self.timestamp))
        }
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
        let shownYear = year < 0 ? "-" + padded(-year) : padded(year)
        let fields = [month, dayOfMonth, time / 3600, time / 60 % 60, time % 60]
        return String(unsafeUninitializedCapacity: shownYear.utf8.count + 23) { buffer in
            // The marks and the fraction first; the zeros are written over.
            var start = buffer.initialize(fromContentsOf: shownYear.utf8)
            _ = buffer[start...].initialize(fromContentsOf: "-00-00T00:00:00.000000Z".utf8)
            for field in fields {
                buffer[start + 1] += UInt8(field / 10)
                buffer[start + 2] += UInt8(field % 10)
                start += 3
            }
            return shownYear.utf8.count + 23
        }
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

    private static func padded(_ number: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(4 - digits.count, 0)) + digits
    }
}

extension Int {
    fileprivate func quotientAndRemainder(flooringBy divisor: Int) -> (quotient: Int, remainder: Int) {
        let remainder = ((self % divisor) + divisor) % divisor
        return ((self - remainder) / divisor, remainder)
    }
}
