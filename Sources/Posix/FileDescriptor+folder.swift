import CLinux
import Glibc

/// A folder held open, and the names in it.
extension FileDescriptor {
    /// Opens the folder `name` below `place`, not through a link at that name, and makes it first where it is not
    /// there.
    package static func folder(
        _ name: String, madeIn place: borrowing FileDescriptor
    ) throws(SystemError) -> FileDescriptor {
        let isNew = mkdirat(place.rawValue, name, 0o750) == 0
        guard isNew || errno == EEXIST else { throw SystemError("mkdir", name) }
        let folder = try FileDescriptor(opening: name, in: place, flags: O_RDONLY | O_DIRECTORY | O_NOFOLLOW)
        if isNew {
            // Whatever the umask: nginx looks into it through the group.
            guard fchmod(folder.rawValue, 0o750) == 0 else { throw SystemError("chmod", name) }
            try folder.belong(toOwnerOf: place, named: name)
            try place.sync(named: "the folder of \(name)")
        }
        return folder
    }

    /// What root makes in another's folder would keep him out of it.
    private borrowing func belong(toOwnerOf place: borrowing FileDescriptor, named name: String) throws(SystemError) {
        guard geteuid() == 0 else { return }
        var owner = stat()
        guard fstat(place.rawValue, &owner) == 0, fchown(rawValue, owner.st_uid, owner.st_gid) == 0 else {
            throw SystemError("chown", name)
        }
    }

    /// The names in this folder, without `.` and `..`, in order.
    package borrowing func names() throws(SystemError) -> [String] {
        // closedir closes the descriptor it reads from, and readdir moves its position: each listing has one of its
        // own.
        let own = try FileDescriptor(opening: ".", in: self, flags: O_RDONLY | O_DIRECTORY).release()
        guard let stream = fdopendir(own) else {
            let error = SystemError("fdopendir", ".")
            Glibc.close(own)
            throw error
        }
        defer { closedir(stream) }
        var names: [String] = []
        while true {
            errno = 0
            guard let entry = readdir(stream) else { break }
            let name = withUnsafeBytes(of: &entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        guard errno == 0 else { throw SystemError("readdir", ".") }
        return names.sorted()
    }

    /// Removes a name from this folder; one that is not there is no failure.
    package borrowing func unlink(_ name: String) throws(SystemError) {
        guard unlinkat(rawValue, name, 0) == 0 || errno == ENOENT else { throw SystemError("unlink", name) }
    }

    /// Renames within this folder; without `replacing`, an existing `new` is an error and stays.
    package borrowing func rename(_ old: String, to new: String, replacing: Bool) throws(SystemError) {
        if renameat2(rawValue, old, rawValue, new, replacing ? 0 : UInt32(LINUX_RENAME_NOREPLACE)) == 0 { return }
        // Some file systems (NFS among them) cannot rename without replacing; a link does not replace either.
        guard !replacing, errno == EINVAL || errno == ENOSYS else { throw SystemError("rename", new) }
        guard linkat(rawValue, old, rawValue, new, 0) == 0 else { throw SystemError("link", new) }
        do throws(SystemError) {
            try unlink(old)
        } catch {
            // A rename that failed leaves no second name.
            unlinkat(rawValue, new, 0)
            throw error
        }
    }
}
