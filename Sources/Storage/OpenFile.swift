import BackupCore
import Glibc
import Posix

/// A backup file held open: whoever deletes it meanwhile does not take it from its reader.
final class OpenFile: StoredFile {
    let size: Int64
    private let file: FileDescriptor
    private let name: StoredName
    /// For messages.
    private let path: String
    private let cancellation: Cancellation?

    init(
        _ file: consuming FileDescriptor, named name: StoredName, in path: String, cancellation: Cancellation?
    ) throws(SystemError) {
        var status = stat()
        guard fstat(file.rawValue, &status) == 0 else { throw SystemError("stat", name.description) }
        size = Int64(status.st_size)
        self.file = file
        self.name = name
        self.path = path
        self.cancellation = cancellation
    }

    func read(at offset: Int64, into buffer: UnsafeMutableRawBufferPointer) throws(BackupError) -> Int {
        if cancellation?.isCancelled == true { throw .interrupted }
        return try storing(in: path) { () throws(SystemError) in
            var filled = 0
            while filled < buffer.count {
                let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
                let count = try file.read(at: offset + Int64(filled), into: rest, named: name.description)
                if count == 0 { break }
                filled += count
            }
            return filled
        }
    }
}
