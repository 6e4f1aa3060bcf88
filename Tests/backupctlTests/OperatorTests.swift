import Testing

@testable import backupctl

@Suite struct OperatorTests {
    @Test func `every command has a name of its own and a help that tells its options`() {
        let names = Operator.commands.map { $0.synopsis.name }

        #expect(Set(names).count == names.count)
        for command in Operator.commands {
            let help = command.synopsis.help
            #expect(help.hasPrefix("backupctl \(command.synopsis.name) - "))
            for option in command.synopsis.options { #expect(help.contains("  \(option.name)")) }
            #expect(Operator.help.contains("  \(command.synopsis.name)"))
        }
    }
}
