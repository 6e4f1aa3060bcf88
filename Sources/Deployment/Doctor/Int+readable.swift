extension Int64 {
    /// Bytes for a reader: `205.5 MB`.
    package var readableBytes: String {
        let units = ["kB", "MB", "GB", "TB", "PB", "EB"]
        guard self >= 1000 else { return "\(self) bytes" }
        var (tenths, unit) = (self / 100, 0)
        while tenths >= 10_000, unit < units.count - 1 {
            tenths /= 1000
            unit += 1
        }
        return "\(tenths / 10).\(tenths % 10) \(units[unit])"
    }
}

extension Int {
    /// Seconds for a reader, in the two largest units: `3 d 4 h`.
    package var readableSeconds: String {
        let parts = [(self / 86400, "d"), (self / 3600 % 24, "h"), (self / 60 % 60, "min"), (self % 60, "s")]
        guard let first = parts.firstIndex(where: { $0.0 != 0 }) else { return "0 s" }
        return parts[first...].prefix(2).filter { $0.0 != 0 }.map { "\($0.0) \($0.1)" }.joined(separator: " ")
    }
}
