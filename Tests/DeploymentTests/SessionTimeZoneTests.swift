import TestSupport
import Testing

@testable import Deployment

@Suite struct SessionTimeZoneTests {
    private let scratch: ScratchFolder

    init() throws {
        scratch = try ScratchFolder()
        try layDumpProgram(at: scratch.path(of: "mysqldump"))
    }

    private func zone(_ text: String) throws(ConfigurationError) -> String? {
        try Configuration(
            environment: [
                "DB_DATABASE": "erp", "DB_USERNAME": "backup", "BACKUP_STORAGE": scratch.path,
                "BACKUP_MYSQLDUMP": scratch.path(of: "mysqldump"), "BACKUP_DB_TIMEZONE": text,
            ], envFile: nil
        ).server.sessionTimeZone
    }

    @Test(arguments: ["+02:00", "-05:30", "+14:00", "-13:59", "+2:00", "SYSTEM", "UTC", "Africa/Cairo", "Etc/GMT-1"])
    func `an offset or a name is handed to the server`(text: String) throws {
        #expect(try zone(text) == text)
    }

    @Test(arguments: ["2", "+2", "02:00", "+14:01", "-14:00", "+02:60", "+02:00:00", "Africa/", "UTC'", "+02:00 "])
    func `anything else is a problem`(text: String) {
        let error = #expect(throws: ConfigurationError.self) { try zone(text) }

        #expect(error?.problems.map(\.setting) == ["BACKUP_DB_TIMEZONE"])
    }
}
