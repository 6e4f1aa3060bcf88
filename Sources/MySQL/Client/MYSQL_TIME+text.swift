import CMySQL

extension MYSQL_TIME {
    /// Lends it written like `2026-02-23 14:30:00`.
    func withText(_ body: (UnsafeRawBufferPointer) -> Void) {
        withUnsafeTemporaryAllocation(byteCount: 19, alignment: 1) { text in
            func write(_ number: UInt32, at index: Int, after separator: UInt8? = nil) {
                if let separator { text[index - 1] = separator }
                text[index] = UInt8(truncatingIfNeeded: 0x30 + number / 10 % 10)
                text[index + 1] = UInt8(truncatingIfNeeded: 0x30 + number % 10)
            }
            write(year / 100, at: 0)
            write(year % 100, at: 2)
            write(month, at: 5, after: UInt8(ascii: "-"))
            write(day, at: 8, after: UInt8(ascii: "-"))
            write(hour, at: 11, after: UInt8(ascii: " "))
            write(minute, at: 14, after: UInt8(ascii: ":"))
            write(second, at: 17, after: UInt8(ascii: ":"))
            body(UnsafeRawBufferPointer(text))
        }
    }
}
