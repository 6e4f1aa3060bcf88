import CLinux
import Glibc

/// A file that exists in memory only, for what must not touch a disk.
package struct MemoryFile: ~Copyable {
    package let descriptor: FileDescriptor

    /// Makes the file with `text` in it, readable by its owner alone.
    ///
    /// memfd_create(2) makes it mode 0777, and MySQL's programs ignore an option file that others may write.
    package init(named name: String, holding text: String) throws(SystemError) {
        let made = memfd_create(name, UInt32(LINUX_MFD_CLOEXEC))
        guard made >= 0 else { throw SystemError("memfd_create", name) }
        let file = FileDescriptor(owning: made)
        guard fchmod(made, 0o600) == 0 else { throw SystemError("fchmod", name) }
        var bytes = Array(text.utf8)
        defer { bytes.wipe() }
        try file.writeAll(bytes.span.bytes, named: name)
        descriptor = file
    }
}
