import Glibc
import TestSupport
import Testing

@testable import Deployment

/// What is said of restores.
@Suite struct RestoreConfigurationTests {
    private let scratch: ScratchFolder

    init() throws {
        scratch = try ScratchFolder()
        try layDumpProgram(at: scratch.path(of: "mysqldump"))
    }

    private func read(_ changes: [String: String] = [:]) throws(ConfigurationError) -> Configuration {
        let sufficient = [
            "DB_DATABASE": "erp", "DB_USERNAME": "backup", "DB_PASSWORD": "p", "BACKUP_STORAGE": scratch.path,
            "BACKUP_MYSQLDUMP": scratch.path(of: "mysqldump"), "PATH": "/nonexistent",
        ]
        return try Configuration(environment: sufficient.merging(changes) { $1 }, envFile: nil)
    }

    private func unfit(_ changes: [String: String]) -> [String] {
        do throws(ConfigurationError) {
            _ = try read(changes)
            return []
        } catch {
            return error.problems.map(\.setting)
        }
    }

    @Test func `without more, the app's account restores, and no client program is missed`() throws {
        let configuration = try read()

        #expect(configuration.restoreServer == configuration.server)
        #expect(configuration.restoreClient == nil)
    }

    @Test func `an account of its own has its own password, or none`() throws {
        let own = try read(["BACKUP_RESTORE_USERNAME": "admin", "BACKUP_RESTORE_PASSWORD": "geheim"])
        let bare = try read(["BACKUP_RESTORE_USERNAME": "admin"])

        #expect((own.restoreServer.user, own.restoreServer.password) == ("admin", "geheim"))
        #expect((own.server.user, own.server.password) == ("backup", "p"))
        #expect((bare.restoreServer.user, bare.restoreServer.password) == ("admin", ""))
        #expect(own.restoreServer.database == "erp")
        #expect(unfit(["BACKUP_RESTORE_PASSWORD": "geheim"]) == ["BACKUP_RESTORE_USERNAME"])
    }

    @Test func `the client program is the one beside the dump program, or the one that is named`() throws {
        try layDumpProgram(at: scratch.path(of: "mariadb"))
        try layDumpProgram(at: scratch.path(of: "own"))

        #expect(try read().restoreClient?.path == scratch.path(of: "mariadb"))
        #expect(try read(["BACKUP_MYSQL": scratch.path(of: "own")]).restoreClient?.path == scratch.path(of: "own"))
        #expect(unfit(["BACKUP_MYSQL": "/nonexistent/mysql"]) == ["BACKUP_MYSQL"])
        #expect(unfit(["BACKUP_MYSQL": "mysql"]) == ["BACKUP_MYSQL", "BACKUP_MYSQL"])
    }
}
