import FoundationEssentials

/// Times as the API shows them: `2026-02-23T14:30:00.000000Z`, always UTC; the catalog knows no fractions.
enum Timestamp {
    /// Bytes that the longest takes: a sign, a year of up to 19 digits, and the rest.
    static let capacity = 43

    static func text(_ date: Date) -> String {
        String(unsafeUninitializedCapacity: capacity) { buffer in
            buffer.baseAddress.map { write(date, to: $0) } ?? 0
        }
    }

    /// Writes a time to where there is room for ``capacity`` bytes.
    ///
    /// - Returns: how many there are.
    static func write(_ date: Date, to place: UnsafeMutablePointer<UInt8>) -> Int {
        let seconds = Int(date.timeIntervalSince1970.rounded(.down))
        let (day, time) = seconds.quotientAndRemainder(flooringBy: 86400)
        let (year, month, dayOfMonth) = civilDate(ofDay: day)
        var start = 0
        if year < 0 { (place[0], start) = (UInt8(ascii: "-"), 1) }
        if year.magnitude > 9999 {
            for digit in "\(year.magnitude / 10000)".utf8 { (place[start], start) = (digit, start + 1) }
        }
        let usual: StaticString = "0000-00-00T00:00:00.000000Z"
        (place + start).update(from: usual.utf8Start, count: usual.utf8CodeUnitCount)
        func put(_ number: Int, at index: Int) {
            let number = UInt8(number.magnitude)
            place[start + index] += number / 10
            place[start + index + 1] += number % 10
        }
        put(year / 100 % 100, at: 0)
        put(year % 100, at: 2)
        put(month, at: 5)
        put(dayOfMonth, at: 8)
        put(time / 3600, at: 11)
        put(time / 60 % 60, at: 14)
        put(time % 60, at: 17)
        return start + usual.utf8CodeUnitCount
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
}

extension Int {
    fileprivate func quotientAndRemainder(flooringBy divisor: Int) -> (quotient: Int, remainder: Int) {
        let remainder = ((self % divisor) + divisor) % divisor
        return ((self - remainder) / divisor, remainder)
    }
}
