import BackupCore

/// Compresses blocks, one after the other.
protocol BlockDeflater: AnyObject {
    /// Compresses a whole block that may refer back into `dictionary`, and ends it on a byte boundary.
    ///
    /// - Returns: how many bytes of `output` were filled.
    func deflate(
        _ input: UnsafeMutableBufferPointer<UInt8>, after dictionary: UnsafeMutableBufferPointer<UInt8>,
        into output: UnsafeMutableBufferPointer<UInt8>
    ) throws(BackupError) -> Int
}

/// A worker's compressor, made anew when the rung changes.
struct Deflater {
    private var rung: Rung?
    private var current: (any BlockDeflater)?

    mutating func deflater(for rung: Rung) throws(BackupError) -> any BlockDeflater {
        if let current, rung == self.rung { return current }
        let made: any BlockDeflater
        switch rung {
        #if ISAL
            case .isal: made = ISALDeflateStream()
        #endif
        case .zlib(let level): made = try DumpDeflater(level: level)
        }
        (self.rung, current) = (rung, made)
        return made
    }
}
