import Glibc

extension [UInt8] {
    /// Overwrites every byte, so that no secret stays in memory that is used again; the C function is `explicit_bzero`.
    ///
    /// An array that shares its bytes with another gets its own first: only the last holder's call wipes.
    package mutating func wipe() {
        withUnsafeMutableBytes { bytes in
            if let start = bytes.baseAddress { explicit_bzero(start, bytes.count) }
        }
    }
}
