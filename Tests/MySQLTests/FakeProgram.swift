import BackupCore
import Glibc
import Posix
import TestSupport
import Testing

@testable import MySQL

/// A shell script in the place of the dump program.
struct FakeProgram {
    static let start = "-- MariaDB dump\nCREATE TABLE `t` (`id` int);\n"
    static let trailer = "-- Dump completed on 2026-02-23 14:30:00\n"

    let folder: ScratchFolder

    /// The script notes its process id before it does what `body` says.
    init(_ body: String, mode: mode_t = 0o755) throws {
        folder = try ScratchFolder()
        try folder.write("#!/bin/sh\necho $$ >\"$0.pid\"\n\(body)\n", to: "dump")
        chmod(folder.path(of: "dump"), mode)
    }

    var path: String { folder.path(of: "dump") }

    var options: DumpOptions {
        let server = DatabaseServer(
            host: "localhost", port: 3306, socketPath: "", database: "erp", user: "backup", password: "geheim",
            authoritiesPath: nil, sessionTimeZone: nil)
        return DumpOptions(
            server: server, client: DumpClient(path: path, version: "fake"),
            options: DumpOptions.options(for: DatabaseContents()))
    }

    /// Runs it and reads its whole text, little by little.
    func read(
        stallTimeout: Duration = .seconds(20), cancellation: Cancellation, each: () -> Void = {}
    ) throws -> String {
        var stream = try DumpStream(
            of: options,
            watch: DumpWatch(stallTimeout: stallTimeout, cancellation: cancellation, lock: SteadyLock()),
            progress: DumpProgress(), finding: DumpFinding())
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1000, alignment: 1)
        defer { buffer.deallocate() }
        var text: [UInt8] = []
        while true {
            let count = try stream.read(into: buffer)
            if count == 0 { return String(decoding: text, as: UTF8.self) }
            text += buffer[..<count]
            each()
        }
    }

    func read(stallTimeout: Duration = .seconds(20)) throws -> String {
        try read(stallTimeout: stallTimeout, cancellation: Cancellation())
    }

    /// Whether the process that noted its id in this file is there no more, not even as a zombie of ours.
    func isGone(_ file: String = "dump.pid") throws -> Bool {
        let id = try #require(Int32(try folder.text(of: file).filter(\.isNumber)))
        // A process whose parent is gone may wait for init to see its end.
        guard let status = try? FileDescriptor(opening: "/proc/\(id)/status", flags: O_RDONLY).text(named: "status")
        else { return true }
        return status.contains("State:\tZ") && !status.contains("PPid:\t\(getpid())\n")
    }
}
