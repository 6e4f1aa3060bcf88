import CLinux
import Glibc

/// Room on the file system.
extension FileDescriptor {
    /// Bytes this account may still use there, and bytes in all; the C function is `fstatvfs`.
    package borrowing func space(named name: String) throws(SystemError) -> (free: Int64, total: Int64) {
        var status = statvfs()
        guard fstatvfs(rawValue, &status) == 0 else { throw SystemError("statvfs", name) }
        return (
            Int64(clamping: UInt64(status.f_bavail) &* UInt64(status.f_frsize)),
            Int64(clamping: UInt64(status.f_blocks) &* UInt64(status.f_frsize))
        )
    }

    /// Sets bytes aside beyond the file's end without making it longer; the C function is `fallocate`.
    ///
    /// A file system that cannot do that is no failure: then only a write shows that it is full.
    package borrowing func reserve(_ bytes: Int64, named name: String) throws(SystemError) {
        guard bytes > 0, linux_fallocate_keeping_size(rawValue, bytes) != 0 else { return }
        guard errno != EOPNOTSUPP, errno != ENOSYS else { return }
        throw SystemError("fallocate", name)
    }

    /// Has the kernel begin to write a part of the file to the disk; the C function is `sync_file_range`.
    ///
    /// No more than a wish: whether the bytes are on the disk, and what went wrong, only ``sync(named:)`` tells.
    package borrowing func startWriteback(from offset: Int64, count: Int64) {
        _ = sync_file_range(rawValue, offset, count, UInt32(LINUX_SYNC_FILE_RANGE_WRITE))
    }

    /// Gives back what was set aside and not written.
    package borrowing func releaseReserve(named name: String) throws(SystemError) {
        var status = stat()
        guard fstat(rawValue, &status) == 0 else { throw SystemError("stat", name) }
        guard ftruncate(rawValue, status.st_size) == 0 else { throw SystemError("ftruncate", name) }
    }
}
