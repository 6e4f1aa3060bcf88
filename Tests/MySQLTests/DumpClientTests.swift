import Glibc
import Posix
import TestSupport
import Testing

@testable import MySQL

@Suite struct DumpClientTests {
    private let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    private func lay(_ name: String, _ body: String, mode: mode_t = 0o755) throws {
        try folder.write("#!/bin/sh\n\(body)\n", to: name)
        chmod(folder.path(of: name), mode)
    }

    private func find(_ path: String? = nil) throws(SystemError) -> DumpClient {
        try DumpClient.find(path, searching: ["/nonexistent", folder.path])
    }

    @Test func `MariaDB's own name goes before the old one`() throws {
        try lay("mysqldump", "echo 'mysqldump  Ver 8.0.36 for Linux'")
        #expect(try find().path == folder.path(of: "mysqldump"))

        try lay("mariadb-dump", "echo 'mariadb-dump from 11.4.2-MariaDB, client 10.19'; echo more")
        let client = try find()

        #expect(client.path == folder.path(of: "mariadb-dump"))
        #expect(client.version == "mariadb-dump from 11.4.2-MariaDB, client 10.19")
        #expect(client.flavor == .mariadb)
    }

    @Test func `a path that is given is the only one looked at`() throws {
        try lay("mariadb-dump", "echo 'mariadb-dump from 11.4.2-MariaDB'")
        try lay("other", "echo \"other Ver 1 $1 $#\"")

        #expect(try find(folder.path(of: "other")).version == "other Ver 1 --version 1")
        let error = #expect(throws: SystemError.self) { try find("/nonexistent/mysqldump") }
        #expect(error?.description == "find '/nonexistent/mysqldump': No such file or directory [errno 2]")
    }

    @Test func `without any, both names are told`() {
        let error = #expect(throws: SystemError.self) { try find() }

        #expect(error?.description == "find 'mariadb-dump' or 'mysqldump': No such file or directory [errno 2]")
    }

    @Test func `one that may not be run is passed over`() throws {
        try lay("mariadb-dump", "echo 'mariadb-dump from 11.4.2-MariaDB'", mode: 0o644)
        try lay("mysqldump", "echo 'mysqldump  Ver 8.0.36 for Linux'")

        #expect(try find().path == folder.path(of: "mysqldump"))
    }

    @Test(arguments: ["echo hello", "exit 0", "exit 1", "kill -9 $$", "echo 'dump Ver 1' >&2"])
    func `what does not say its version is no dump program`(body: String) throws {
        try lay("mysqldump", body)

        let error = #expect(throws: SystemError.self) { try find() }

        let path = folder.path(of: "mysqldump")
        #expect(error?.description == "ask the version of '\(path)': Exec format error [errno 8]")
    }
}
