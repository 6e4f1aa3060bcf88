import Glibc
import Posix

/// Files read and written whole.
package enum Files {
    package static func bytes(at path: String) throws -> [UInt8] {
        let file = try FileDescriptor(opening: path, flags: O_RDONLY)
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 256 * 1024)
        while true {
            let count = try buffer.withUnsafeMutableBytes { try file.read(into: $0, named: path) }
            if count == 0 { return bytes }
            bytes += buffer[..<count]
        }
    }

    package static func text(at path: String) throws -> String { String(decoding: try bytes(at: path), as: UTF8.self) }

    /// Writes a file only we can read, over one of that name.
    package static func write(_ bytes: [UInt8], to path: String, mode: UInt32 = 0o600) throws {
        let file = try FileDescriptor(opening: path, flags: O_WRONLY | O_CREAT | O_TRUNC, mode: mode)
        try file.writeAll(bytes.span.bytes, named: path)
    }

    package static func write(_ text: String, to path: String, mode: UInt32 = 0o600) throws {
        try write(Array(text.utf8), to: path, mode: mode)
    }
}
