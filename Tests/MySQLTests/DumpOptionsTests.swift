import BackupCore
import Testing

@testable import MySQL

@Suite struct DumpOptionsTests {
    private func options(
        _ flavor: String = "MariaDB", events: Bool = false, history: Bool = false,
        change: (inout DatabaseServer) -> Void = { _ in }
    ) -> DumpOptions {
        var server = DatabaseServer(
            host: "db.example.test", port: 3307, socketPath: "", database: "erp", user: "backup", password: "geheim",
            authoritiesPath: nil, sessionTimeZone: nil)
        change(&server)
        var contents = DatabaseContents()
        contents.hasHistory = history
        if events { contents.census.insert(ObjectName("nightly"), as: .events) }
        return DumpOptions(
            server: server, client: DumpClient(path: "/usr/bin/dump", version: "dump  Ver 10 \(flavor)"),
            options: DumpOptions.options(for: contents))
    }

    @Test func `reads its options from the open file first, and the database's name last`() {
        let arguments = options { $0.database = "--all-databases" }.arguments

        #expect(arguments.first == "--defaults-file=/proc/self/fd/3")
        #expect(arguments.suffix(2) == ["--", "--all-databases"])
    }

    @Test func `always has the three options of the promise`() {
        for options in [options(), options("MySQL"), options(events: true, history: true)] {
            for wanted in ["--single-transaction", "--routines", "--triggers"] {
                #expect(options.arguments.contains(wanted))
            }
            #expect(options.arguments.contains("--hex-blob"))
            #expect(options.arguments.contains("--default-character-set=utf8mb4"))
        }
    }

    @Test func `asks for events and history only where there are some`() {
        #expect(!options().arguments.contains("--events"))
        #expect(!options().arguments.contains("--loose-dump-history"))
        #expect(options(events: true).arguments.contains("--events"))
        #expect(options(history: true).arguments.contains("--loose-dump-history"))
    }

    @Test func `locks no table where a default may take the next number of a sequence`() {
        var contents = DatabaseContents()
        #expect(!DumpOptions.options(for: contents).contains("--skip-add-locks"))

        contents.census.insert(ObjectName("numbers"), as: .sequences)

        #expect(DumpOptions.options(for: contents).contains("--skip-add-locks"))
    }

    @Test func `an argument never holds a secret or a place`() {
        let arguments = options { $0.socketPath = "/run/secret.sock" }.arguments.joined(separator: " ")

        for word in ["geheim", "backup", "3307", "db.example.test", "secret.sock"] {
            #expect(!arguments.contains(word))
        }
    }

    @Test func `goes by host and port without a socket, by the socket with one`() {
        let overNetwork = options().optionFile
        let account = "user=\"backup\"\npassword=\"geheim\"\n"
        #expect(overNetwork.hasPrefix("[client]\n\(account)host=\"db.example.test\"\nport=3307\n"))
        #expect(!overNetwork.contains("socket"))

        let locally = options { $0.socketPath = "/run/my sql/\"x\".sock" }.optionFile
        #expect(locally.contains("protocol=SOCKET\nsocket=\"/run/my sql/\\\"x\\\".sock\"\n"))
        #expect(!locally.contains("host="))
    }

    @Test func `asks for TLS in each client's own words`() {
        let mysql = options("MySQL") { $0.authoritiesPath = "/etc/ca.pem" }.optionFile
        #expect(mysql.hasSuffix("\nssl-mode=VERIFY_IDENTITY\nssl-ca=\"/etc/ca.pem\"\n"))
        let mariadb = options { $0.authoritiesPath = "/etc/ca.pem" }.optionFile
        #expect(mariadb.hasSuffix("\nssl\nssl-verify-server-cert\nssl-ca=\"/etc/ca.pem\"\n"))
        #expect(options("MySQL").optionFile.hasSuffix("\nloose-get-server-public-key\n"))
        #expect(options().optionFile.hasSuffix("\nskip-ssl-verify-server-cert\n"))
    }

    @Test(arguments: [
        (#"a"b"#, #"a\"b"#), (#"a\b"#, #"a\\b"#), ("a\nb", #"a\nb"#), ("a\rb\tc\u{8}", #"a\rb\tc\b"#),
        ("#'=; ", "#'=; "), ("", ""), ("ü😀", "ü😀"), ("\r\n", #"\r\n"#),
    ])
    func `quotes so that the client reads what was meant`(password: String, quoted: String) {
        let lines = options { $0.password = password }.optionFile.split(separator: "\n")

        #expect(lines[2] == "password=\"\(quoted)\"")
    }

    @Test(arguments: [
        ("mysqldump  Ver 10.19 Distrib 10.11.19-MariaDB, for debian-linux-gnu (x86_64)", DumpClient.Flavor.mariadb),
        ("mariadb-dump from 11.4.2-MariaDB, client 10.19 for Linux (x86_64)", .mariadb),
        ("mysqldump  Ver 9.7.0 for Linux on x86_64 (MySQL Community Server - GPL)", .mysql),
        ("mysqldump  Ver 8.0.36-0ubuntu0.22.04.1 for Linux on x86_64 ((Ubuntu))", .mysql),
    ])
    func `tells the two kinds of client by what they say`(version: String, flavor: DumpClient.Flavor) {
        #expect(DumpClient(path: "/x", version: version).flavor == flavor)
    }
}
