import Glibc

/// Dates and times of day in one time zone, as Laravel's `APP_TIMEZONE` names it.
///
/// The zone is the process's own: FoundationEssentials knows no named zones, and libc knows but one at a time. It is set
/// once, before any thread.
package struct LocalTime: Sendable {
    package let zone: String

    /// Makes `zone`, a name of the tz database, the process's time zone; nil when the system does not have it.
    ///
    /// libc itself takes an unknown name for UTC without a word.
    package init?(zone: String, database: String = "/usr/share/zoneinfo") {
        let known = zone.utf8.allSatisfy { isalnum(Int32($0)) != 0 || "/_+-".utf8.contains($0) }
        guard known, !zone.isEmpty, !zone.hasPrefix("/") else { return nil }
        let isUTC = zone.uppercased() == "UTC"
        guard isUTC || access("\(database)/\(zone)", R_OK) == 0 else { return nil }
        self.zone = isUTC ? "UTC" : zone
        setenv("TZ", isUTC ? "UTC0" : zone, 1)
        tzset()
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
    /// Where the clock goes through an hour twice, the first pass (daylight saving) is meant, and a time the clock skips
    /// lies as far after the gap as it lies in it: PHP's rules.
    package func seconds(of text: String) -> Int? {
        let fields = text.split(whereSeparator: { "- :.".contains($0) }).map { Int32($0) }
        guard fields.count >= 6, !fields.prefix(6).contains(nil) else { return nil }
        let numbers = fields.compactMap { $0 }
        for daylightSaving: Int32 in [1, 0] {
            var local = tm()
            (local.tm_year, local.tm_mon, local.tm_mday) = (numbers[0] - 1900, numbers[1] - 1, numbers[2])
            (local.tm_hour, local.tm_min, local.tm_sec) = (numbers[3], numbers[4], numbers[5])
            local.tm_isdst = daylightSaving
            let instant = mktime(&local)
            if daylightSaving == 0 || self.text(ofSeconds: instant) == text.prefix(19) { return instant }
        }
        return nil
    }
}

private func twoDigits(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
