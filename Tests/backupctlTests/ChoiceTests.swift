import BackupCore
import Deployment
import Testing

@testable import backupctl

@Suite struct ChoiceTests {
    @Test func `is the newest, an id, or a file`() throws {
        let name = "backup_2026-01-01_020000.sql.gz"

        #expect(try Choice(nil) == .newest)
        #expect(try Choice("12") == .id("12"))
        #expect(try Choice(name) == .file(#require(StoredName(name))))
    }

    @Test(arguments: ["", "0", "007", "-1", "1x", "newest", "../a.sql.gz", "/srv/a.sql.gz", ".a.sql.gz", "٣"])
    func `is nothing else`(operand: String) {
        #expect(throws: UsageError.self) { try Choice(operand) }
    }

    @Test(arguments: [["restore", "all", "--into", "x"], ["verify", "all"], ["delete", "a.sql.gz"]])
    func `a command refuses what is none, before anything is opened`(words: [String]) throws {
        let command = try #require(Operator.commands.first { $0.synopsis.name == words[0] })
        let arguments = try Arguments(words, options: command.synopsis.options, command: words[0])

        #expect(throws: UsageError.self) { try command.init(arguments) }
    }
}
