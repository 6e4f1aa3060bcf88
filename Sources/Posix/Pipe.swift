import CLinux
import Glibc

/// A pipe's two ends, both close-on-exec.
package struct Pipe: ~Copyable {
    package let reading: FileDescriptor
    package let writing: FileDescriptor

    /// Makes a pipe; with a `capacity` in bytes, asks the kernel for one so large.
    ///
    /// A smaller pipe than asked for still works, so that part may fail in silence (pipe(7), `pipe-max-size`).
    package init(capacity: Int32? = nil) throws(SystemError) {
        var ends: [Int32] = [-1, -1]
        guard pipe2(&ends, O_CLOEXEC) == 0 else { throw SystemError("pipe2", "a new pipe") }
        reading = FileDescriptor(owning: ends[0])
        writing = FileDescriptor(owning: ends[1])
        if let capacity { _ = linux_fcntl_int(ends[1], Int32(LINUX_F_SETPIPE_SZ), capacity) }
    }

    /// How many bytes it holds before a writer has to wait, which may be less than was asked for; fcntl(2),
    /// `F_GETPIPE_SZ`.
    package var capacity: Int { Int(linux_fcntl_int(reading.rawValue, Int32(LINUX_F_GETPIPE_SZ), 0)) }

    /// Gives up the writing end, so that the reader sees the end once the child is gone.
    package consuming func closeWriting() -> FileDescriptor { reading }
}
