import Glibc
import Posix

/// Writes bytes to a new file.
func write(_ bytes: [UInt8], to path: String) throws(SystemError) {
    let file = try FileDescriptor(opening: path, flags: O_WRONLY | O_CREAT | O_EXCL, mode: 0o600)
    try file.writeAll(bytes.span.bytes, named: path)
}
