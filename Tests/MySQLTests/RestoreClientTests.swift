import Glibc
import Posix
import TestSupport
import Testing

@testable import MySQL

@Suite struct RestoreClientTests {
    private let folder: ScratchFolder
    private let other: ScratchFolder

    init() throws { (folder, other) = (try ScratchFolder(), try ScratchFolder()) }

    private func lay(_ name: String, in folder: ScratchFolder) throws {
        try folder.write("#!/bin/sh\necho '\(name)  Ver 1'\n", to: name)
        chmod(folder.path(of: name), 0o755)
    }

    private func find(_ path: String? = nil, _ flavor: String = "MariaDB") throws(SystemError) -> String {
        let dump = DumpClient(path: folder.path(of: "dump"), version: flavor)
        return try RestoreClient.find(path, beside: dump, searching: [other.path]).path
    }

    @Test func `lies beside the dump program, by the name that goes with it`() throws {
        for name in ["mysql", "mariadb"] { try lay(name, in: folder) }
        try lay("mariadb", in: other)

        #expect(try find() == folder.path(of: "mariadb"))
        #expect(try find(nil, "MySQL") == folder.path(of: "mysql"))
    }

    @Test func `else it is looked for where programs are, and one that is named is the only one`() throws {
        for name in ["mysql", "own"] { try lay(name, in: other) }

        #expect(try find() == other.path(of: "mysql"))
        #expect(try find(other.path(of: "own")) == other.path(of: "own"))
        #expect(throws: SystemError.self) { try find("/nonexistent/mysql") }
    }

    @Test func `no argument holds a secret or a place, and the text is read as bytes`() {
        let arguments = RestoreClient(path: "/x", version: "").arguments(for: "--help")

        #expect(arguments.first == "--defaults-file=/proc/self/fd/3")
        #expect(arguments.suffix(2) == ["--", "--help"])
        #expect(arguments.contains("--binary-mode"))
        #expect(arguments.contains("--default-character-set=utf8mb4"))
    }

    @Test func `of a statement that fails nothing is told but the error`() {
        var complaints = ClientComplaints()
        let text =
            "--------------\nINSERT INTO t VALUES ('secret\n\(String(repeating: "x", count: 100_000))')\n--------------\n\nERROR 1044 (42000) at line 5: Access denied"
        for start in stride(from: 0, to: text.utf8.count, by: 999) {
            complaints.append(Array(text.utf8)[start...].prefix(999))
        }

        let error = complaints.failure("it ended").description

        #expect(
            error.hasPrefix(
                "the restore failed: it ended: ERROR 1044 (42000) at line 5: Access denied\nhint: a drill needs"))
    }
}
