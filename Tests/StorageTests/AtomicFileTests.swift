import BackupCore
import Glibc
import Posix
import TestSupport
import Testing

@testable import Storage

@Suite struct AtomicFileTests {
    private let scratch: ScratchFolder

    init() throws { scratch = try ScratchFolder() }

    @Test func `a sync that fails is a failure, and the file never gets its name`() throws {
        let folder = try FileDescriptor(folder: scratch.path)
        let file = try AtomicFile(named: "a", in: folder, path: scratch.path)
        try file.write(bytes: [1, 2, 3])
        // The file's descriptor now leads to a pipe, which fsync refuses.
        let pipe = try Pipe()
        let descriptor = try #require(try number(of: scratch.path(of: ".a.part")))
        #expect(dup2(pipe.writing.rawValue, descriptor) == descriptor)

        let reason = "in '\(scratch.path)': fsync '.a.part': Invalid argument [errno 22]"
        #expect(throws: BackupError.storageFailed(reason: reason)) { try file.sync() }

        #expect(throws: BackupError.self) { try file.sync() }
        file.discard()
        #expect(try scratch.names() == [])
    }

    @Test func `a write that fails is the last`() throws {
        let folder = try FileDescriptor(folder: scratch.path)
        let file = try AtomicFile(named: "a", in: folder, path: scratch.path)
        let full = try FileDescriptor(opening: "/dev/full", flags: O_WRONLY)
        let descriptor = try #require(try number(of: scratch.path(of: ".a.part")))
        #expect(dup2(full.rawValue, descriptor) == descriptor)

        let reason = "in '\(scratch.path)': write '.a.part': No space left on device [errno 28]"
        #expect(throws: BackupError.storageFull(reason: reason)) { try file.write(bytes: [1]) }

        #expect(
            throws: BackupError.storageFailed(
                reason: "in '\(scratch.path)': write '.a.part': Bad file descriptor [errno 9]")
        ) {
            try file.write(bytes: [1])
        }
        #expect(throws: BackupError.self) { try file.sync() }
        file.discard()
        #expect(try scratch.names() == [])
    }

    @Test func `takes a name from another file only where it is told to`() throws {
        let folder = try FileDescriptor(folder: scratch.path)
        try scratch.write("old", to: "a")
        let file = try AtomicFile(named: "a", in: folder, path: scratch.path)
        try file.write(Array("new".utf8).span.bytes)
        try file.sync()

        let reason = "in '\(scratch.path)': rename 'a': File exists [errno 17]"
        #expect(throws: BackupError.storageFailed(reason: reason)) { try file.commit() }
        #expect(try scratch.text(of: "a") == "old")

        try file.commit(replacing: true)
        #expect(try scratch.text(of: "a") == "new")
        #expect(try scratch.names() == ["a"])
    }

    @Test func `does not write through a link in its place`() throws {
        let folder = try FileDescriptor(folder: scratch.path)
        try scratch.write("precious", to: "b")
        #expect(symlink("b", scratch.path(of: ".a.part")) == 0)

        #expect(throws: SystemError("open", ".a.part", code: EEXIST)) {
            try AtomicFile(named: "a", in: folder, path: scratch.path)
        }
        #expect(try scratch.text(of: "b") == "precious")
    }

    @Test(arguments: [(ENOSPC, true), (EDQUOT, true), (EFBIG, true), (EIO, false), (EACCES, false), (EROFS, false)])
    func `a full disk is told from a broken one, and a forbidden one gets a hint`(code: Int32, isFull: Bool) {
        let error = SystemError("write", "a", code: code)
        let hint = [EACCES, EROFS].contains(code) ? "\nhint: may this account write there?" : ""
        let reason = "in '/backups': \(error)\(hint)"

        #expect(throws: isFull ? BackupError.storageFull(reason: reason) : .storageFailed(reason: reason)) {
            try storing(in: "/backups") { () throws(SystemError) in throw error }
        }
    }

    /// The number under which this process holds the file of that path open.
    private func number(of path: String) throws -> Int32? {
        try FileDescriptor(folder: "/proc/self/fd").names().compactMap { Int32($0) }.first { number in
            var target = [CChar](repeating: 0, count: 4096)
            let length = readlink("/proc/self/fd/\(number)", &target, target.count)
            return length > 0 && target[..<length].elementsEqual(path.utf8.map { CChar(bitPattern: $0) })
        }
    }
}
