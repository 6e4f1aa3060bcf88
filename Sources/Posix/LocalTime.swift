import Glibc

/// Dates and times of day in one time zone, as Laravel's `APP_TIMEZONE` names it.
///
/// The zone is the process's own: FoundationEssentials knows no named zones, and libc knows but one at a time. It is
/// set once, before any thread.
package struct LocalTime: Sendable {
    package let zone: String

    /// Makes `zone`, a name of the tz database, the process's time zone; nil when the system does not have it.
    ///
    /// libc itself takes an unknown name for UTC without a word.
    package init?(zone: String, database: String = "/usr/share/zoneinfo") {
        let known = zone.utf8.allSatisfy { isalnum(Int32($0)) != 0 || "/_+-".utf8.contains($0) }
        guard known, !zone.isEmpty, !zone.hasPrefix("/") else { return nil }
        let isUTC = zone.uppercased() == "UTC"
        guard isUTC || Self.isZone("\(database)/\(zone)") else { return nil }
        self.zone = isUTC ? "UTC" : zone
        setenv("TZ", isUTC ? "UTC0" : zone, 1)
        tzset()
    }

    /// Whether the file begins as tzfile(5) says: folders and lists lie among the zones.
    private static func isZone(_ path: String) -> Bool {
        guard let file = fopen(path, "re") else { return false }
        defer { fclose(file) }
        var magic = [UInt8](repeating: 0, count: 4)
        return fread(&magic, 1, 4, file) == 4 && magic == Array("TZif".utf8)
    }

    /// `2026-02-23 14:30:00`, the way Laravel writes a time into a column.
    package func text(ofSeconds seconds: Int) -> String {
        var instant = time_t(seconds)
        var local = tm()
        localtime_r(&instant, &local)
        let fields = [local.tm_mon + 1, local.tm_mday, local.tm_hour, local.tm_min, local.tm_sec].map(twoDigits)
        let year = String(local.tm_year + 1900)
        return "\(year)-\(fields[0])-\(fields[1]) \(fields[2]):\(fields[3]):\(fields[4])"
    }

    /// Seconds since 1970 of a time as a column holds it; nil when it is none.
    ///
    /// Where the clock goes through an hour twice, the first pass is meant, and a time the clock skips lies as far
    /// after the gap as it lies in it: PHP's rules.
    package func seconds(of text: ArraySlice<UInt8>) -> Int? {
        guard let numbers = Self.usualNumbers(in: text) ?? Self.numbers(in: text) else { return nil }
        let time = (numbers[3] * 60 + numbers[4]) * 60 + numbers[5]
        let asIfUTC = Self.days(to: (numbers[0], numbers[1], numbers[2])) * 86400 + time
        guard zone != "UTC" else { return asIfUTC }

        // The clock is not set twice within a day, so the right distance is the day before's or the day after's.
        let (before, after) = (distance(at: asIfUTC - 86400), distance(at: asIfUTC + 86400))
        let (early, late) = (asIfUTC - before, asIfUTC - after)
        guard early != late else { return early }
        return distance(at: early) == before || distance(at: late) != after ? early : late
    }

    /// The numbers of a time written like `2026-02-23 14:30:00`, as nearly all are; nil for any other.
    private static func usualNumbers(in text: ArraySlice<UInt8>) -> SIMD8<Int>? {
        text.withUnsafeBufferPointer { bytes in
            guard bytes.count >= 19, bytes[4] == 0x2D, bytes[7] == 0x2D, bytes[10] == 0x20, bytes[13] == 0x3A,
                bytes[16] == 0x3A
            else { return nil }
            var areDigits = true
            func number(at index: Int) -> Int {
                let (tens, ones) = (bytes[index] &- 0x30, bytes[index + 1] &- 0x30)
                areDigits = areDigits && tens < 10 && ones < 10
                return Int(tens) * 10 + Int(ones)
            }
            let numbers = SIMD8(
                number(at: 0) * 100 + number(at: 2), number(at: 5), number(at: 8), number(at: 11), number(at: 14),
                number(at: 17), 0, 0)
            return areDigits ? numbers : nil
        }
    }

    private static func numbers(in text: ArraySlice<UInt8>) -> SIMD8<Int>? {
        let fields = text.prefix(19).split { "- :.".utf8.contains($0) }.map { Int(String(decoding: $0, as: UTF8.self)) }
        guard fields.count == 6 else { return nil }
        var numbers = SIMD8<Int>()
        for (index, field) in fields.enumerated() {
            guard let field else { return nil }
            numbers[index] = field
        }
        return numbers
    }

    /// How far the zone's clock is ahead of UTC at an instant, in seconds.
    private func distance(at seconds: Int) -> Int {
        var instant = time_t(seconds)
        var local = tm()
        localtime_r(&instant, &local)
        return local.tm_gmtoff
    }

    /// Days from 1970-01-01 to a date of the Gregorian calendar; a month 0 or a day 0 is the one before.
    private static func days(to date: (year: Int, month: Int, day: Int)) -> Int {
        // Years that begin in March have the leap day last: only whole years and whole months are counted.
        let months = date.year * 12 + date.month - 3
        let (year, month) = (flooredQuotient(months, 12), months - flooredQuotient(months, 12) * 12)
        let leapDays = flooredQuotient(year, 4) - flooredQuotient(year, 100) + flooredQuotient(year, 400)
        return year * 365 + leapDays + (153 * month + 2) / 5 + date.day - 1 - 719_468
    }

    private static func flooredQuotient(_ number: Int, _ divisor: Int) -> Int {
        number >= 0 ? number / divisor : -((divisor - 1 - number) / divisor)
    }
}

private func twoDigits(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
