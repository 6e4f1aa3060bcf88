import Testing

@testable import Deployment

@Suite struct ArgumentsTests {
    private static let check = Option("--check-config", help: "check")
    private let options: [Option] = [.envFile, .help, check]

    @Test(
        arguments: [
            ([], nil, [], []), (["--help"], nil, ["--help"], []), (["--help", "--help"], nil, ["--help"], []),
            (["--env-file", "/a/.env", "list"], "/a/.env", [], ["list"]), (["--env-file=/a=b"], "/a=b", [], []),
            (["--env-file="], "", [], []), (["--env-file", "--help"], "--help", [], []),
            (["list", "--check-config", "x"], nil, ["--check-config"], ["list", "x"]), ([""], nil, [], [""]),
            (["--env-file=a", "--env-file=b"], "b", [], []), (["-"], nil, [], ["-"]),
            (["a", "--", "--help", "--"], nil, [], ["a", "--help", "--"]),
        ] as [([String], String?, Set<String>, [String])])
    func `reads options and words in any order`(line: [String], envFile: String?, found: Set<String>, words: [String])
        throws
    {
        let arguments = try Arguments(line, options: options)

        #expect(arguments.value(of: .envFile) == envFile)
        #expect(Set([Option.help, Self.check].filter { arguments.has($0) }.map(\.name)) == found)
        #expect(arguments.words == words)
    }

    @Test(
        arguments: [
            (["--env-file"], "option '--env-file' needs its FILE"), (["--helpp"], "there is no option '--helpp'"),
            (["-h"], "there is no option '-h'"), (["list", "--version"], "there is no option '--version'"),
            (["--help=1"], "option '--help' takes no value"), (["--env=file"], "there is no option '--env'"),
        ])
    func `names the option that is wrong`(line: [String], text: String) {
        #expect(throws: UsageError(text)) { try Arguments(line, options: options) }
    }

    @Test func `names the argument that is missing or too many`() throws {
        let arguments = try Arguments(["extract", "7"], options: [], command: "extract")

        #expect(try arguments.operands(["ID"]) == ["7"])
        #expect(try arguments.operands(["ID", "TABLE"], optional: 1) == ["7"])
        #expect(throws: UsageError("argument TABLE is missing")) { try arguments.operands(["ID", "TABLE"]) }
        #expect(throws: UsageError("'7' is one argument too many")) { try arguments.operands([]) }
    }

    @Test func `a word that happens to be the command's name stays an operand`() throws {
        #expect(try Arguments(["list", "list"], options: [], command: "list").words == ["list"])
    }
}
