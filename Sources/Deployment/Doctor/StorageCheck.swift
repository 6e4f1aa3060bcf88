import BackupCore
import FastCGI
import Glibc
import Posix

/// The folder of the backups: whose it is, who may look into it, and whether it can be written.
struct StorageCheck {
    private(set) var observations: [Observation] = []
    private(set) var isThere = false

    private let root: String
    /// The worker's account; nil where it does not run.
    private let worker: UInt32?
    private var folder: String { "\(root)/\(StoredName.folder)" }

    /// The worker's socket belongs to whom the folder must belong to.
    init(root: String, listen: ListenAddress) {
        self.root = root
        var status = stat()
        if case .unix(let path, _, _) = listen, stat(path, &status) == 0 {
            worker = status.st_uid
        } else {
            worker = nil
        }
        lookAtPlace()
        guard isThere else { return }
        lookAtOwner()
        lookAtMode()
        lookAtFileSystem()
    }

    private mutating func lookAtPlace() {
        var status = stat()
        guard lstat(folder, &status) == 0 else {
            let error = SystemError("stat", folder)
            let isToCome = error.code == ENOENT && access(root, W_OK | X_OK) == 0
            let hint = "BACKUP_STORAGE is the root of Laravel's local disk; this account must be able to write there"
            observations.append(
                isToCome
                    ? .warn("storage", "'\(folder)' is not there yet", hint: "the first backup makes it")
                    : .fail("storage", "\(error)", hint: hint))
            return
        }
        if status.st_mode & S_IFMT == S_IFLNK {
            observations.append(
                .fail(
                    "storage", "'\(folder)' is a symbolic link, and no backup goes through one",
                    hint: "make it a folder, and let BACKUP_STORAGE, or a link above it, lead to the other disk"))
        } else if status.st_mode & S_IFMT != S_IFDIR {
            observations.append(
                .fail("storage", "'\(folder)' is no folder", hint: "put away what is there; the next backup makes it"))
        } else {
            isThere = true
            observations.append(.ok("storage", Self.real(root).map { "\($0)/\(StoredName.folder)" } ?? folder))
        }
    }

    /// Where a path leads, through all links.
    static func real(_ path: String) -> String? {
        guard let found = realpath(path, nil) else { return nil }
        defer { free(found) }
        return String(cString: found)
    }

    private mutating func lookAtOwner() {
        var status = stat()
        guard stat(folder, &status) == 0 else { return }
        let owner = Self.name(status.st_uid)
        // Root is nobody's worker here, so without a socket it is not known whose the folder should be.
        guard let right = worker ?? (geteuid() == 0 ? nil : geteuid()) else {
            observations.append(.ok("owner", "\(owner), as whom the worker must run"))
            return
        }
        if status.st_uid == right {
            observations.append(.ok("owner", owner))
        } else {
            let whose = worker == nil ? "this runs" : "the worker runs"
            observations.append(
                .fail(
                    "owner", "'\(folder)' belongs to \(owner), and \(whose) as \(Self.name(right))",
                    hint: "chown -R \(Self.name(right)) '\(folder)', or run this, and the worker, as \(owner)"))
        }
    }

    private static func name(_ user: UInt32) -> String {
        getpwuid(user).map { String(cString: $0.pointee.pw_name) } ?? "#\(user)"
    }

    private mutating func lookAtMode() {
        var status = stat()
        guard stat(folder, &status) == 0 else { return }
        let mode = status.st_mode & 0o7777
        let seen = String(mode, radix: 8)
        let hint = "chmod o-rwx '\(folder)'; nginx reads the files through the group"
        if mode & 0o002 != 0 {
            observations.append(.fail("mode", "\(seen): anybody on this host may put files there", hint: hint))
        } else if mode & 0o005 != 0, Self.isOpen(root) {
            observations.append(.warn("mode", "\(seen): anybody on this host may look in", hint: hint))
        } else {
            observations.append(.ok("mode", seen))
        }
    }

    /// Whether others come so far at all.
    private static func isOpen(_ path: String) -> Bool {
        var status = stat()
        var place = real(path) ?? path
        while place != "/", !place.isEmpty {
            guard stat(place, &status) == 0, status.st_mode & 0o001 != 0 else { return false }
            place = String(place[..<(place.lastIndex(of: "/") ?? place.startIndex)])
        }
        return true
    }

    private mutating func lookAtFileSystem() {
        if access(folder, R_OK | W_OK | X_OK) != 0 {
            let error = SystemError("write into", folder)
            observations.append(
                .fail(
                    "writing files", "\(error)",
                    hint: error.code == EROFS
                        ? "the file system is read-only: mount it writable; after an error of the disk, dmesg tells which"
                        : "chown or chmod it for \(Self.name(geteuid())), as whom this runs"))
        }
        var system = statvfs()
        if statvfs(folder, &system) == 0, system.f_files > 0, system.f_favail < 8 {
            observations.append(
                .fail("inodes", "\(system.f_favail) left: no new file fits", hint: "remove files from that file system")
            )
        }
    }
}
