import BackupCore
import Glibc
import Posix
import TestSupport
import Testing

@testable import MySQL

/// The password on its way to the real client: any bytes, and nobody else sees them.
@Suite(.enabled(if: RealDump.isInstalled, "needs mariadbd and a dump program"))
struct SecretTests {
    private let home: TestDatabase

    init() throws { home = try TestDatabase() }

    /// Makes an account with that password that may dump the test's database.
    private func makeAccount(_ name: String, password: String) throws -> DatabaseServer {
        let connection = try home.connect()
        defer { connection.close() }
        let account = "\(name.quotedForSQL)@'localhost'"
        try connection.execute("CREATE OR REPLACE USER \(account) IDENTIFIED BY \(password.quotedForSQL)")
        try connection.execute("GRANT ALL ON `\(home.name)`.* TO \(account)")
        var place = home.place
        place.user = name
        place.password = password
        return place
    }

    private func removeAccount(_ place: DatabaseServer) throws {
        try home.run("DROP USER \(place.user.quotedForSQL)@'localhost'")
    }

    @Test(arguments: [
        "", "plain", "#", "a#b", "#comment\n", "\"", "'", "\"quoted\"", "'quoted'", "it's \"both\"", "\\", "\\\\",
        "\\n",
        "ends with \\", "a\nb", "\n", "a\r\nb\r", "\ttab\t", " leading", "trailing ", "  ", "=", ";[client]", "a=b",
        "[client]\nuser=root", "!includedir /etc", "ünï-كلمة-😀", "\u{1}\u{8}\u{B}\u{C}\u{1A}\u{1B}\u{7F}", "\\s\\b\\t",
        "$HOME `id` %s ${x}", String(repeating: "long \\\"#' ", count: 30),
    ])
    func `any password works`(password: String) throws {
        try home.run("CREATE TABLE t (id INT)")
        let place = try makeAccount("u_" + home.name, password: password)
        defer { #expect(throws: Never.self) { try removeAccount(place) } }

        #expect(try RealDump(of: place).text().text.contains("CREATE TABLE `t`"))
    }

    @Test(arguments: ["o'neil \"x\" #\\", " blank ", "مدير😀"])
    func `any account name works`(name: String) throws {
        let place = try makeAccount(name, password: name)
        defer { #expect(throws: Never.self) { try removeAccount(place) } }

        #expect(try RealDump(of: place).text().text.contains("-- Dump completed"))
    }

    @Test func `a wrong password is told in the server's words, with a hint, and not shown`() throws {
        var place = try makeAccount("u_wrong", password: "the right one")
        defer { #expect(throws: Never.self) { try removeAccount(place) } }
        place.password = "geheim-4711"
        let options = DumpOptions(
            server: place, client: try RealDump.client.get(),
            options: DumpOptions.options(for: DatabaseContents()))
        var stream = try DumpStream(
            of: options,
            watch: DumpWatch(stallTimeout: .seconds(30), cancellation: Cancellation(), lock: SteadyLock()),
            progress: DumpProgress(), finding: DumpFinding())
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 100, alignment: 1)
        defer { buffer.deallocate() }

        let error = #expect(throws: BackupError.self) { while try stream.read(into: buffer) > 0 {} }

        let text = error?.description ?? ""
        #expect(text.contains("Access denied for user 'u_wrong'@'localhost' (using password: YES)"))
        #expect(text.contains("\nhint: are DB_USERNAME and DB_PASSWORD right, and may that account connect from here?"))
        #expect(!text.contains("geheim-4711"))
    }

    @Test func `while the client runs, its password is in no process's arguments or environment`() throws {
        let secret = "Geheimnis-\(getpid())-ünï"
        let place = try makeAccount("u_secret", password: secret)
        defer { #expect(throws: Never.self) { try removeAccount(place) } }
        try home.run("CREATE TABLE t (v TEXT); INSERT INTO t SELECT REPEAT('x', 1000) FROM seq_1_to_20000")
        var shown: [String] = []

        _ = try RealDump(of: place).dump { source throws(BackupError) in
            let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 100_000, alignment: 1)
            defer { buffer.deallocate() }
            _ = try source.read(into: buffer)
            shown = whatProcessesShow()
            while try source.read(into: buffer) > 0 {}
        }

        #expect(shown.contains { $0.contains("--defaults-file=/proc/self/fd/3\0") && $0.contains("\0\(home.name)\0") })
        #expect(!shown.contains { $0.contains(secret) || $0.contains("Geheimnis") })
    }
}

/// The arguments and the environment of every process there is, as far as they may be seen.
private func whatProcessesShow() -> [String] {
    // A process may end while it is looked at.
    let processes = (try? FileDescriptor(folder: "/proc").names()) ?? []
    return processes.filter { Int($0) != nil }.flatMap { id in
        ["cmdline", "environ"].compactMap { file in
            try? FileDescriptor(opening: "/proc/\(id)/\(file)", flags: O_RDONLY).text(named: file)
        }
    }
}

extension String {
    fileprivate var quotedForSQL: String {
        "'" + unicodeScalars.map { "'\\".unicodeScalars.contains($0) ? "\\\($0)" : "\($0)" }.joined() + "'"
    }
}
