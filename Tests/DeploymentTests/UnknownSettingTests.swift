import TestSupport
import Testing

@testable import Deployment

@Suite struct UnknownSettingTests {
    @Test(
        arguments: [
            ("BACKUP_KEP", "BACKUP_KEEP"), ("BACKUP_GZIP_LEVLE", "BACKUP_GZIP_LEVEL"),
            ("BACKUP_STORAGE_", "BACKUP_STORAGE"), ("BACKUP_ARCHIVE_PASSWORD", nil), ("BACKUP_", nil),
        ] as [(String, String?)])
    func `the setting that two slips lead from is meant`(name: String, meant: String?) {
        let known = ["BACKUP_KEEP", "BACKUP_GZIP_LEVEL", "BACKUP_STORAGE", "BACKUP_THREADS"]

        #expect(UnknownSetting(name, among: known).meant == meant)
    }

    @Test func `what begins like a setting and is none is warned of, wherever it stands, without its value`() throws {
        let scratch = try ScratchFolder()
        try layDumpProgram(at: scratch.path(of: "mysqldump"))
        try scratch.write("BACKUP_KEP=geheim\nBACKUP_KEEP=3\nAPP_NAME=x\n", to: ".env")
        let environment = [
            "DB_DATABASE": "erp", "DB_USERNAME": "backup", "BACKUP_STORAGE": scratch.path,
            "BACKUP_MYSQLDUMP": scratch.path(of: "mysqldump"), "BACKUP_DISK": "geheim", "BACKUP_FAULT_POINT": "",
            "BACKUP_ENV_FILE": scratch.path(of: ".env"),
        ]
        let recorded = RecordedLog()

        try Configuration(environment: environment, envFile: nil).warn(in: recorded.log)

        let words = "level=warning message=\"a setting is not known and has no effect\""
        #expect(
            recorded.lines == [
                "\(words) name=BACKUP_DISK hint=\"README.md lists those there are\"",
                "\(words) name=BACKUP_KEP hint=\"is BACKUP_KEEP meant?\"",
            ])
    }

    @Test func `every setting of the table is known`() throws {
        let readme = try Files.text(at: Stack.repository + "/README.md")
        let table = readme.matches(of: /(?m)^\| `BACKUP_.*$/).map(\.output)
        let names = table.flatMap { row in
            row.split(separator: "|")[0].matches(of: /`(BACKUP_[A-Z_]+)`/).map { String($0.output.1) }
        }
        let scratch = try ScratchFolder()
        try layDumpProgram(at: scratch.path(of: "mysqldump"))
        var environment = Dictionary(uniqueKeysWithValues: names.map { ($0, "7") })
        environment["DB_DATABASE"] = "erp"
        environment["DB_USERNAME"] = "backup"
        for (name, value) in [
            ("BACKUP_STORAGE", scratch.path), ("BACKUP_MYSQLDUMP", scratch.path(of: "mysqldump")),
            ("BACKUP_MYSQL", scratch.path(of: "mysqldump")), ("BACKUP_LISTEN", "127.0.0.1:7"),
            ("BACKUP_ACCEL_PREFIX", "/"), ("BACKUP_DB_TIMEZONE", "UTC"), ("BACKUP_URL", "http://7"),
            ("BACKUP_WATCH_LISTEN", "127.0.0.1:8"), ("BACKUP_HOOK", scratch.path(of: "mysqldump")),
        ] {
            environment[name] = value
        }
        environment["BACKUP_ENV_FILE"] = nil
        environment["BACKUP_SOCKET_GROUP"] = nil

        let configuration = try Configuration(environment: environment, envFile: nil)

        #expect(names.count > 20)
        #expect(configuration.unknownSettings == [])
    }
}
