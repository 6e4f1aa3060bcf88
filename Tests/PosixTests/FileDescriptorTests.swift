import Glibc
import Posix
import TestSupport
import Testing

@Suite struct FileDescriptorTests {
    private let scratch: ScratchFolder

    init() throws { scratch = try ScratchFolder() }

    @Test func `goes on after a short write, and reports what stopped it`() async {
        await #expect(processExitsWith: .success) {
            let scratch = try ScratchFolder()
            signal(SIGXFSZ, SIG_IGN)
            // The kernel writes up to the limit, and only the call after that fails: as on a full disk.
            var limit = rlimit(rlim_cur: 1000, rlim_max: rlim_t.max)
            #expect(setrlimit(__rlimit_resource_t(1), &limit) == 0)
            let file = try FileDescriptor(
                opening: scratch.path(of: "a"), flags: O_WRONLY | O_CREAT, mode: 0o600)

            let error = #expect(throws: SystemError("write", "a", code: EFBIG)) {
                try file.writeAll(String(repeating: "x", count: 1500), named: "a")
            }

            #expect(error?.isOutOfSpace == true)
            #expect(try scratch.text(of: "a").utf8.count == 1000)
        }
    }

    @Test func `writes more than a pipe holds, whoever reads slowly`() throws {
        let pipe = try Pipe()
        let text = String(repeating: "0123456789", count: 50_000)
        let writing = dup(pipe.writing.rawValue)
        let thread = try PosixThread(named: "writer") {
            let file = FileDescriptor(owning: writing)
            try? file.writeAll(text, named: "pipe")
        }

        let read = try pipe.closeWriting().text(named: "pipe")

        thread.join()
        #expect(read == text)
    }

    @Test func `is closed at the end of its scope`() throws {
        let pipe = try Pipe()
        do { _ = FileDescriptor(owning: dup(pipe.writing.rawValue)) }

        #expect(try pipe.closeWriting().text(named: "pipe") == "")
    }

    @Test func `what is opened here is not inherited`() throws {
        let file = try FileDescriptor(opening: "/dev/null", flags: O_RDONLY)
        let pipe = try Pipe()
        let memory = try MemoryFile(named: "m", holding: "")
        let semaphore = try Semaphore()

        for number in [
            file.rawValue, pipe.reading.rawValue, pipe.writing.rawValue, memory.descriptor.rawValue,
            semaphore.descriptor,
        ] {
            #expect(fcntl(number, F_GETFD) & FD_CLOEXEC != 0)
        }
    }

    @Test func `a sync that the kernel refuses is a failure`() throws {
        let pipe = try Pipe()

        #expect(throws: SystemError("fsync", "pipe", code: EINVAL)) { try pipe.writing.sync(named: "pipe") }
    }

    @Test func `a failure names call, subject, reason and number`() {
        #expect(throws: SystemError("open", "/nonexistent/a", code: ENOENT)) {
            _ = try FileDescriptor(opening: "/nonexistent/a", flags: O_RDONLY)
        }
        #expect(
            SystemError("open", "/nonexistent/a", code: ENOENT).description
                == "open '/nonexistent/a': No such file or directory [errno 2]")
    }

    @Test func `renames over another file only where it is told to`() throws {
        let folder = try FileDescriptor(folder: scratch.path)
        try scratch.write("1", to: "a")
        try scratch.write("2", to: "b")

        #expect(throws: SystemError("rename", "b", code: EEXIST)) { try folder.rename("a", to: "b", replacing: false) }
        #expect(try scratch.text(of: "b") == "2")
        try folder.rename("a", to: "b", replacing: true)
        #expect(try scratch.text(of: "b") == "1")
        try folder.rename("b", to: "c", replacing: false)
        #expect(try folder.names() == ["c"])
        #expect(try folder.names() == ["c"], "a second listing begins at the start")
    }

    @Test func `unlinks what is there, and takes what is not for done`() throws {
        let folder = try FileDescriptor(folder: scratch.path)
        try scratch.write("1", to: ".a")
        #expect(mkdir(scratch.path(of: "b"), 0o700) == 0)

        try folder.unlink(".a")
        try folder.unlink(".a")

        #expect(throws: SystemError("unlink", "b", code: EISDIR)) { try folder.unlink("b") }
        #expect(try folder.names() == ["b"])
    }

    @Test func `makes a folder once and does not follow a link in its place`() throws {
        let folder = try FileDescriptor(folder: scratch.path)
        for _ in 1...2 { _ = try FileDescriptor.folder("a", madeIn: folder) }
        #expect(symlink("a", scratch.path(of: "b")) == 0)

        #expect(throws: SystemError.self) { _ = try FileDescriptor.folder("b", madeIn: folder) }
        #expect(try folder.names() == ["a", "b"])
    }

    @Test func `a memory file is its owner's alone, and holds its text`() throws {
        let file = try MemoryFile(named: "m", holding: "päss")

        var status = stat()
        #expect(fstat(file.descriptor.rawValue, &status) == 0)
        #expect(status.st_mode & 0o7777 == 0o600)
        #expect(try scratch.text(of: "../../proc/self/fd/\(file.descriptor.rawValue)") == "päss")
    }

    @Test func `a text without an end is read no further than asked`() throws {
        let text = try FileDescriptor(opening: "/dev/zero", flags: O_RDONLY).text(named: "zeros", atMost: 100_000)

        #expect(100_000...200_000 ~= text.utf8.count)
    }
}
