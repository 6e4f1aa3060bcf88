import Testing

@testable import Deployment

@Suite struct ArgumentsTests {
    private let flags: Set = ["--help", "--check-config"]

    @Test(
        arguments: [
            ([], nil, [], []), (["--help"], nil, ["--help"], []), (["--help", "--help"], nil, ["--help"], []),
            (["--env-file", "/a/.env", "list"], "/a/.env", [], ["list"]), (["--env-file=/a=b"], "/a=b", [], []),
            (["--env-file="], "", [], []), (["--env-file", "--help"], "--help", [], []),
            (["list", "--check-config", "x"], nil, ["--check-config"], ["list", "x"]), ([""], nil, [], [""]),
            (["--env-file=a", "--env-file=b"], "b", [], []),
        ] as [([String], String?, Set<String>, [String])])
    func `reads options and words in any order`(line: [String], envFile: String?, found: Set<String>, words: [String])
        throws
    {
        let arguments = try #require(Arguments(line, flags: flags))

        #expect(arguments.envFile == envFile)
        #expect(arguments.flags == found)
        #expect(arguments.words == words)
    }

    @Test(arguments: [["--env-file"], ["--helpp"], ["-h"], ["-"], ["--"], ["list", "--version"], ["--help=1"]])
    func `takes no option that nobody knows`(line: [String]) {
        #expect(Arguments(line, flags: flags) == nil)
    }
}
