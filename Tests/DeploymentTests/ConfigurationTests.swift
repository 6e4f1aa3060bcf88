import Glibc
import Gzip
import TestSupport
import Testing

@testable import Deployment

@Suite struct ConfigurationTests {
    private let scratch: ScratchFolder
    /// What is enough to run.
    private let sufficient: [String: String]

    init() throws {
        scratch = try ScratchFolder()
        try layDumpProgram(at: scratch.path(of: "mysqldump"))
        sufficient = [
            "DB_DATABASE": "erp", "DB_USERNAME": "backup", "BACKUP_STORAGE": scratch.path,
            "BACKUP_MYSQLDUMP": scratch.path(of: "mysqldump"),
        ]
    }

    private func read(_ changes: [String: String] = [:], envFile: String? = nil) throws(ConfigurationError)
        -> Configuration
    {
        try Configuration(environment: sufficient.merging(changes) { $1 }, envFile: envFile)
    }

    /// The settings that `changes` make unfit, in the order they are reported.
    private func unfit(_ changes: [String: String]) -> [String] {
        do throws(ConfigurationError) {
            _ = try read(changes)
            return []
        } catch {
            return error.problems.map(\.setting)
        }
    }

    @Test func `has a default for all that need not be said`() throws {
        let configuration = try read()

        #expect(configuration.server.host == "127.0.0.1")
        #expect(configuration.server.port == 3306)
        #expect(configuration.server.socketPath == "")
        #expect(configuration.server.password == "")
        #expect(configuration.localTime.zone == "UTC")
        #expect(configuration.listen == .unix(path: "/run/backupd/backupd.sock", mode: 0o660, group: nil))
        #expect(configuration.storageRoot == scratch.path)
        #expect(configuration.accelPrefix == "/_backups/")
        #expect(configuration.keepLast == 10)
        #expect(4...8 ~= configuration.threads)
        #expect(configuration.gzipLevel == .automatic)
        #expect(configuration.stallTimeout == .seconds(600))
        #expect(configuration.userModel == "App\\Models\\User")
        #expect(configuration.guardName == "web")
        #expect(configuration.tokenLifetime == nil)
        #expect(configuration.teamColumn == nil)
    }

    @Test(arguments: [("auto", GzipLevel.automatic), ("1", .fixed(1)), ("9", .fixed(9))])
    func `takes a level by its number or leaves it to the machine`(text: String, level: GzipLevel) throws {
        #expect(try read(["BACKUP_GZIP_LEVEL": text]).gzipLevel == level)
    }

    @Test func `takes what is said`() throws {
        let configuration = try read([
            "DB_HOST": "db.example", "DB_PORT": "3307", "DB_SOCKET": "/run/my.sock", "DB_PASSWORD": "p w#\"'",
            "DB_CONNECTION": "mariadb", "BACKUP_LISTEN": "/tmp/b.sock", "BACKUP_SOCKET_MODE": "600",
            "BACKUP_SOCKET_GROUP": "www-data", "BACKUP_KEEP": "3", "BACKUP_TOKEN_EXPIRATION": "60",
            "BACKUP_TEAM_COLUMN": "team_id", "BACKUP_USER_MODEL": "user", "BACKUP_GUARD": "api",
        ])

        #expect(configuration.server.host == "db.example")
        #expect(configuration.server.port == 3307)
        #expect(configuration.server.socketPath == "/run/my.sock")
        #expect(configuration.server.password == "p w#\"'")
        #expect(configuration.listen == .unix(path: "/tmp/b.sock", mode: 0o600, group: "www-data"))
        #expect(configuration.keepLast == 3)
        #expect(configuration.tokenLifetime == .seconds(3600))
        #expect(configuration.teamColumn == "team_id")
        #expect(configuration.userModel == "user")
        #expect(configuration.guardName == "api")
    }

    @Test(
        arguments: [("127.0.0.1:9000", "127.0.0.1", 9000), ("127.1.2.3:65535", "127.1.2.3", 65535)]
            as [(String, String, UInt16)])
    func `listens on the loopback interface where it is told to`(text: String, host: String, port: UInt16) throws {
        #expect(try read(["BACKUP_LISTEN": text]).listen == .loopback(host: host, port: port))
    }

    @Test(
        arguments: [
            ("BACKUP_LISTEN", "0.0.0.0:9000"), ("BACKUP_LISTEN", "127.0.0.1:0"), ("BACKUP_LISTEN", "127.0.0.1:65536"),
            ("BACKUP_LISTEN", "b.sock"), ("BACKUP_LISTEN", "unix:b.sock"), ("BACKUP_LISTEN", "9000"),
            ("BACKUP_SOCKET_MODE", "0888"), ("BACKUP_SOCKET_MODE", "7777"), ("BACKUP_SOCKET_MODE", "rw"),
            ("BACKUP_KEEP", "0"), ("BACKUP_THREADS", "257"), ("BACKUP_GZIP_LEVEL", "10"),
            ("BACKUP_GZIP_LEVEL", "automatic"), ("BACKUP_GZIP_THREADS", "0"),
            ("BACKUP_STALL_TIMEOUT", "0"), ("BACKUP_TOKEN_EXPIRATION", "-1"), ("BACKUP_ACCEL_PREFIX", "/_backups"),
            ("BACKUP_ACCEL_PREFIX", "_backups/"), ("BACKUP_TEAM_COLUMN", "a`b"), ("BACKUP_TEAM_COLUMN", "a b"),
            ("DB_CONNECTION", "sqlite"), ("DB_URL", "mysql://x"), ("DB_PORT", "0"), ("DB_PORT", "65536"),
            ("DB_SOCKET", "my.sock"), ("DB_DATABASE", ""), ("DB_USERNAME", "null"), ("APP_TIMEZONE", "Mars/Olympus"),
            ("MYSQL_ATTR_SSL_CA", "/nonexistent/ca.pem"), ("BACKUP_MYSQLDUMP", "/nonexistent/mysqldump"),
            ("BACKUP_STORAGE", "/nonexistent"), ("BACKUP_STORAGE", ""),
        ])
    func `names the one setting that is wrong`(setting: String, value: String) {
        #expect(unfit([setting: value]) == [setting])
    }

    @Test func `names all that is wrong at once`() {
        let wrong = [
            "DB_DATABASE": "", "DB_USERNAME": "", "DB_PORT": "x", "APP_TIMEZONE": "x", "BACKUP_MYSQLDUMP": "/x",
            "BACKUP_LISTEN": "x", "BACKUP_STORAGE": "/x", "BACKUP_KEEP": "x",
        ]

        #expect(unfit(wrong).sorted() == wrong.keys.sorted())
    }

    @Test func `tells no password in a problem`() throws {
        let error = #expect(throws: ConfigurationError.self) {
            try read(["DB_PASSWORD": "s3cr3t", "DB_URL": "mysql://u:s3cr3t@h/d", "BACKUP_KEEP": "x"])
        }

        #expect(error.map { !$0.description.contains("s3cr3t") } == true)
    }

    @Test func `takes the app's .env, and its folder for the app's`() throws {
        #expect(mkdir(scratch.path(of: "storage"), 0o755) == 0)
        #expect(mkdir(scratch.path(of: "storage/app"), 0o755) == 0)
        #expect(mkdir(scratch.path(of: "storage/app/private"), 0o755) == 0)
        try scratch.write("DB_DATABASE=\"from file\"\nDB_PASSWORD='p#w'\nDB_HOST=file\n", to: ".env")
        var environment = sufficient
        (environment["DB_DATABASE"], environment["BACKUP_STORAGE"], environment["DB_HOST"]) = (nil, nil, "real")

        for viaArgument in [true, false] {
            environment["BACKUP_ENV_FILE"] = viaArgument ? "/nonexistent" : scratch.path(of: ".env")
            let configuration = try Configuration(
                environment: environment, envFile: viaArgument ? scratch.path(of: ".env") : nil)

            #expect(configuration.server.database == "from file")
            #expect(configuration.server.password == "p#w")
            #expect(configuration.server.host == "real", "the environment wins")
            #expect(configuration.storageRoot == scratch.path(of: "storage/app/private"))
        }
    }

    @Test func `says which file cannot be read or understood, and shows nothing of it`() throws {
        try scratch.write("A=1\nDB_PASSWORD=my secret\n", to: ".env")
        let path = scratch.path(of: ".env")

        let unclear = #expect(throws: ConfigurationError.self) { try read(envFile: path) }
        let missing = #expect(throws: ConfigurationError.self) { try read(envFile: "/nonexistent/.env") }

        #expect(unclear?.problems.map(\.setting) == ["BACKUP_ENV_FILE"])
        #expect(unclear?.description.contains("line 2") == true)
        #expect(unclear?.description.contains("secret") == false)
        #expect(missing?.description.contains("No such file or directory") == true)
    }

    @Test func `writes times in the app's time zone`() async {
        await #expect(processExitsWith: .success) {
            let tests = try ConfigurationTests()
            let configuration = try tests.read(["APP_TIMEZONE": "Africa/Cairo"])
            #expect(configuration.localTime.text(ofSeconds: 1_771_857_000) == "2026-02-23 16:30:00")
        }
    }
}
