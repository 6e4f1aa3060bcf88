import TestSupport
import Testing

@testable import Deployment

/// What `doctor` and `status` are told.
@Suite struct SiteSettingsTests {
    private func configuration(_ settings: [String: String]) throws -> Configuration {
        let scratch = try ScratchFolder()
        let program = scratch.path(of: "mysqldump")
        try layDumpProgram(at: program)
        let needed = [
            "DB_DATABASE": "erp", "DB_USERNAME": "backup", "BACKUP_STORAGE": scratch.path, "BACKUP_MYSQLDUMP": program,
        ]
        return try Configuration(environment: needed.merging(settings) { _, given in given }, envFile: nil)
    }

    @Test(
        arguments: [
            (["APP_URL": "https://erp.example.com/"], "https://erp.example.com"),
            (["APP_URL": "https://erp", "BACKUP_URL": "http://127.0.0.1:81"], "http://127.0.0.1:81"),
            (["APP_URL": "erp.example.com"], nil), ([:], nil),
        ] as [([String: String], String?)])
    func `the site is where a setting of ours says, else where the app's does`(
        settings: [String: String], url: String?
    ) throws {
        #expect(try configuration(settings).siteURL == url)
    }

    @Test func `an address of ours that is none is refused`() {
        #expect(
            throws: ConfigurationError(problems: [
                .init(setting: "BACKUP_URL", problem: "'erp' is no address", hint: "begin it with https:// or http://")
            ])
        ) {
            try configuration(["BACKUP_URL": "erp"])
        }
    }

    @Test func `a proved backup may be a day and two hours old, unless a setting says otherwise`() throws {
        #expect(try configuration([:]).maximumAge == .seconds(26 * 3600))
        #expect(try configuration(["BACKUP_MAX_AGE": "1"]).maximumAge == .seconds(3600))
        #expect(throws: ConfigurationError.self) { try configuration(["BACKUP_MAX_AGE": "0"]) }
    }

    @Test func `wrong settings are told as a doctor does`() {
        let error = ConfigurationError(problems: [.init(setting: "BACKUP_KEEP", problem: "is odd", hint: "even it")])

        #expect(
            error.observations == [
                .fail("configuration", "BACKUP_KEEP is odd", hint: "even it"),
                .warn("all else", "not looked at: that takes good settings", hint: "mend them, then ask again"),
            ])
    }
}
