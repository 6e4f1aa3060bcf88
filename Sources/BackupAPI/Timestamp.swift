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
        var end = 0
        func append(_ byte: UInt8) {
            place[end] = byte
            end += 1
        }
        func append(_ mark: Unicode.Scalar, _ number: Int) {
            append(UInt8(ascii: mark))
            append(UInt8(ascii: "0") + UInt8(number / 10))
            append(UInt8(ascii: "0") + UInt8(number % 10))
        }
        if year < 0 { append(UInt8(ascii: "-")) }
        var unit = 1000
        while year.magnitude / 10 >= unit { unit *= 10 }
        while unit > 0 {
            append(UInt8(ascii: "0") + UInt8(Int(year.magnitude) / unit % 10))
            unit /= 10
        }
        append("-", month)
        append("-", dayOfMonth)
        append("T", time / 3600)
        append(":", time / 60 % 60)
        append(":", time % 60)
        for byte in ".000000Z".utf8 { append(byte) }
        return end
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
