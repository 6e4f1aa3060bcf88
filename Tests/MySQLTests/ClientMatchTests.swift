import Testing

@testable import MySQL

@Suite struct ClientMatchTests {
    private static let mariadb = "mariadb-dump  Ver 10.19 Distrib 10.11.19-MariaDB, for debian-linux-gnu (x86_64)"
    private static let newMariadb = "mariadb-dump from 11.4.2-MariaDB, client 10.19 for debian-linux-gnu (x86_64)"
    private static let mysql = "mysqldump  Ver 8.0.36-0ubuntu0.22.04.1 for Linux on x86_64 ((Ubuntu))"

    private func match(_ version: String, _ server: String) -> ClientMatch {
        ClientMatch(client: DumpClient(path: "/usr/bin/mysqldump", version: version), serverVersion: server)
    }

    @Test(arguments: [
        (mariadb, "10.11.19-MariaDB"), (newMariadb, "10.6.1-MariaDB-log"), (mysql, "8.0.36"), (mysql, "5.7.44"),
    ])
    func `a server's own client, as new as the server, is no concern`(version: String, server: String) {
        #expect(match(version, server).concern == nil)
    }

    @Test(arguments: [
        (mariadb, "8.0.36", "MariaDB's program"), (mysql, "10.11.19-MariaDB", "MySQL's program"),
        (mariadb, "11.4.2-MariaDB", "older than the server"), (mysql, "9.7.0", "older than the server"),
    ])
    func `another server's client, or an older one, is`(version: String, server: String, concern: String) throws {
        let match = match(version, server)

        #expect(try #require(match.concern).contains(concern))
        #expect(try #require(match.remedy).contains("BACKUP_MYSQLDUMP"))
    }

    @Test(arguments: [
        ("10.11.7", false), ("10.11.8", true), ("10.5.25", true), ("10.3.39", false), ("11.4.1", false),
        ("11.4.2", true), ("11.5.1", true), ("12.0.2", true),
    ])
    func `knows which of MariaDB's programs write the sandbox line`(version: String, writes: Bool) {
        let match = match("mariadb-dump from \(version)-MariaDB, client 10.19 for Linux (x86_64)", "10.3.1-MariaDB")

        #expect(match.notes.isEmpty == !writes)
    }

    @Test(arguments: [
        ("CREATE USER `a`@`h` IDENTIFIED BY PASSWORD '*0123'", "mysql_native_password"),
        ("CREATE USER `a`@`h` IDENTIFIED VIA ed25519 USING 'x'", "ed25519"),
        (
            "CREATE USER `a`@`h` IDENTIFIED WITH 'caching_sha2_password' AS '$A$005$x' REQUIRE NONE",
            "caching_sha2_password"
        ),
        ("CREATE USER `a`@`h`", nil),
    ])
    func `takes the plugin's name out of the account's statement`(statement: String, plugin: String?) {
        #expect(ServerFacts.plugin(in: statement) == plugin)
    }
}
