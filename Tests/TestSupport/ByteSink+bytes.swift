package import BackupCore

extension ByteSink {
    /// Takes the bytes of a short list.
    package func write(bytes: [UInt8]) throws(BackupError) { try write(bytes.span.bytes) }
}
