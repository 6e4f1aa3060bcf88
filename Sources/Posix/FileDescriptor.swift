import Glibc

/// An open file, pipe, socket or folder, closed at the end of its scope.
package struct FileDescriptor: ~Copyable, Sendable {
    package let rawValue: Int32

    package init(owning rawValue: Int32) { self.rawValue = rawValue }

    deinit { Glibc.close(rawValue) }

    /// Opens a folder, to be used as the place other names are looked up in.
    ///
    /// - Throws: ``SystemError`` as open(2) has it.
    package init(folder path: String) throws(SystemError) {
        try self.init(opening: path, flags: O_RDONLY | O_DIRECTORY)
    }

    /// Opens `path`; close-on-exec is always set.
    ///
    /// - Throws: ``SystemError`` as open(2) has it.
    package init(opening path: String, flags: Int32, mode: UInt32 = 0) throws(SystemError) {
        self.init(owning: try retrying("open", path) { openat(AT_FDCWD, path, flags | O_CLOEXEC, mode) })
    }

    /// Opens `name` below the folder `place`; close-on-exec is always set.
    ///
    /// - Throws: ``SystemError`` as openat(2) has it.
    package init(
        opening name: String, in place: borrowing FileDescriptor, flags: Int32, mode: UInt32 = 0
    ) throws(SystemError) {
        let folder = place.rawValue
        self.init(owning: try retrying("open", name) { openat(folder, name, flags | O_CLOEXEC, mode) })
    }

    /// Opens the regular file `name` below the folder `place`, through no link; a FIFO would hold whoever opens or
    /// reads it.
    package static func file(
        _ name: String, in place: borrowing FileDescriptor, flags: Int32, mode: UInt32 = 0
    ) throws(SystemError) -> FileDescriptor {
        let file = try FileDescriptor(opening: name, in: place, flags: flags | O_NOFOLLOW | O_NONBLOCK, mode: mode)
        var status = stat()
        guard fstat(file.rawValue, &status) == 0 else { throw SystemError("stat", name) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw SystemError("open as a plain file", name, code: EINVAL) }
        return file
    }

    /// Reads up to `buffer.count` bytes; none means the end.
    package borrowing func read(
        into buffer: UnsafeMutableRawBufferPointer, named name: String
    ) throws(SystemError) -> Int {
        let descriptor = rawValue
        return try retrying("read", name) {
            Glibc.read(descriptor, buffer.baseAddress, buffer.count)
        }
    }

    /// Reads up to `buffer.count` bytes that begin at `offset`; none means the end.
    ///
    /// The C function is `pread`.
    package borrowing func read(
        at offset: Int64, into buffer: UnsafeMutableRawBufferPointer, named name: String
    ) throws(SystemError) -> Int {
        let descriptor = rawValue
        return try retrying("read", name) { pread(descriptor, buffer.baseAddress, buffer.count, off_t(offset)) }
    }

    /// Reads from the present position to the end, or hardly more than `limit` bytes; bytes that are no UTF-8 are
    /// replaced.
    ///
    /// Nothing of the text stays behind here: it may hold passwords.
    package borrowing func text(named name: String, atMost limit: Int = .max) throws(SystemError) -> String {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 * 1024)
        defer {
            bytes.wipe()
            buffer.wipe()
        }
        while true {
            let count = try buffer.withUnsafeMutableBufferPointer { buffer throws(SystemError) in
                try read(into: UnsafeMutableRawBufferPointer(buffer), named: name)
            }
            if count == 0 || bytes.count >= limit { return String(decoding: bytes, as: UTF8.self) }
            bytes += buffer[..<count]
        }
    }

    /// Writes every byte, however many calls it takes: a full disk first shows as a short write.
    package borrowing func writeAll(_ bytes: RawSpan, named name: String) throws(SystemError) {
        let descriptor = rawValue
        var written = 0
        while written < bytes.byteCount {
            written += try retrying("write", name) {
                bytes.extracting(droppingFirst: written).withUnsafeBytes {
                    Glibc.write(descriptor, $0.baseAddress, $0.count)
                }
            }
        }
    }

    package borrowing func writeAll(_ text: String, named name: String) throws(SystemError) {
        try writeAll(Array(text.utf8).span.bytes, named: name)
    }

    /// Waits until the file's bytes, size and times, or a folder's names, are on the disk.
    ///
    /// After a failure the kernel may have marked the lost pages clean: a second try proves nothing.
    package borrowing func sync(named name: String) throws(SystemError) {
        guard fsync(rawValue) == 0 else { throw SystemError("fsync", name) }
    }

    /// Hands the open file over to a C function that closes it.
    package consuming func release() -> Int32 {
        let descriptor = rawValue
        discard self
        return descriptor
    }

    /// Closes now, and says so when the kernel reports a write that was lost on the way (close(2), quota and NFS).
    package consuming func close(named name: String) throws(SystemError) {
        let descriptor = rawValue
        discard self
        // Linux frees the descriptor even when close says EINTR: never again.
        guard Glibc.close(descriptor) == 0 || errno == EINTR else { throw SystemError("close", name) }
    }
}

/// Repeats a system call that a signal interrupted.
func retrying<Result: SignedInteger>(
    _ call: String, _ subject: @autoclosure () -> String, _ body: () -> Result
) throws(SystemError) -> Result {
    while true {
        let result = body()
        if result >= 0 { return result }
        let code = errno
        guard code == EINTR else { throw SystemError(call, subject(), code: code) }
    }
}
