import Testing

@testable import Deployment

@Suite struct DotEnvTests {
    @Test(
        arguments: [
            // Lines
            ("", nil), ("\n \t\n# A=1\n  # A=2", nil), ("A=1", "1"), ("\u{FEFF}A=1", "1"), ("A=1\r\nB=2\r\n", "1"),
            ("B=2\rA=1\r", "1"), ("# B=\"2\nA=1", "1"), ("B=2 # C=\"\nA=1", "1"),
            // Names
            ("export A=1", "1"), ("export\t \"A\"=1", "1"), ("'A'=1", "1"), (" A\t= 1 ", "1"), ("export=2\nA=1", "1"),
            // A name alone, and a name again
            ("A", nil), ("A=1\nA", nil), ("A=1\nexport A", nil), ("A=", ""), ("A=1\nA=2", "2"), ("A=1\nA=", ""),
            // Unquoted
            ("A=b#c", "b"), ("A=b #c", "b"), ("A=#c", ""), ("A= # c", ""), ("A=b=c", "b=c"), ("A=it's\"", "it's\""),
            ("A=\\n\\q", "\\n\\q"), ("A=b \t ", "b"), ("A=pä$$w0rd!", "pä$$w0rd!"),
            // Single quotes
            ("A='b # c'", "b # c"), ("A='b' # c", "b"), ("A=''", ""), ("A='\\n\\'", "\\n\\"),
            ("A=' \"b\" '", " \"b\" "),
            // Double quotes
            ("A=\"b # c\" # d", "b # c"), ("A=\"\"", ""), ("A=\" it's \"", " it's "),
            (#"A="\n\r\t\v\f\"\\\$""#, "\n\r\t\u{0B}\u{0C}\"\\$"), (#"A="c:\\new""#, #"c:\new"#),
            // Double quotes over several lines
            ("A=\"b\nc\"", "b\nc"), ("A=\"b\r\n\r\n# c\r\nB=2\"\r\n", "b\n\n# c\nB=2"), ("A=\"b\n\"", "b\n"),
            ("A=\"b\\\"\nc\" # d", "b\"\nc"), ("A=\"b\n=\"", "b\n="), ("A=\"b\n\" # \"", "b\n"),
        ] as [(String, String?)])
    func `reads the file as phpdotenv does`(file: String, value: String?) throws {
        #expect(try DotEnv(parsing: file, environment: [:]).values["A"] == value)
    }

    @Test(
        arguments: [
            ("A=${B}", "b"), ("A=${B}-${D.1}-${B}", "b-d-b"), ("A=\"<${B}>\"", "<b>"), ("A='${B}'", "${B}"),
            ("A=$B", "$B"), ("A=\"\\${B}\"", "${B}"), ("A=${NO}", "${NO}"), ("A=${}${B", "${}${B"), ("A=${B }", nil),
            ("A=${ÅB}", "${ÅB}"), ("A=${C}", "${B}"), ("A=${${E}}", "b"), ("A=$${B}", "$b"), ("A=${A}", "${A}"),
            ("A=1\nA=${A}2", "12"), ("A=${HOME}", "/root"), ("HOME=x\nA=${HOME}", "/root"), ("A=${NONE}.", "."),
        ] as [(String, String?)])
    func `puts what is known so far in place of a reference`(line: String, value: String?) {
        let file = "B=b\nC='${B}'\nD.1=d\nE=B\n" + line

        let parsed = try? DotEnv(parsing: file, environment: ["HOME": "/root", "NONE": ""])

        #expect(parsed?.values["A"] == value)
    }

    @Test func `lets the environment win over the file`() throws {
        let parsed = try DotEnv(parsing: "A=file\nB\nC=file", environment: ["A": "real", "B": "", "D": "real"])

        #expect(parsed.values == ["A": "real", "B": "", "C": "file", "D": "real"])
    }

    @Test func `takes letters, marks, digits, dots and underscores for a name`() throws {
        let parsed = try DotEnv(parsing: "_.9=1\nДата=2\nÅ\u{301}²=3", environment: [:])

        #expect(parsed.values == ["_.9": "1", "Дата": "2", "Å\u{301}²": "3"])
    }

    @Test(
        arguments: [
            ("=secret", 1, .noName), (" = secret", 1, .noName),
            ("\nsecret-key=1", 2, .invalidName), ("A ", 1, .invalidName), (" A", 1, .invalidName),
            ("exportA B=1", 1, .invalidName), ("\"A'=1", 1, .invalidName), ("''=1", 1, .invalidName),
            ("ª=1", 1, .invalidName), ("A=\"b\nc\"\nsecret;", 3, .invalidName), ("A=\"b\n\" # c", 1, .unclosedQuote),
            ("A=my secret", 1, .textAfterValue), ("A=\"my\"secret", 1, .textAfterValue),
            ("A='it''s'", 1, .textAfterValue), ("A=b=\"c\nd\"", 1, .textAfterValue),
            ("A=\"secret\\q\"", 1, .unknownEscape), ("A=\"\\'\"", 1, .unknownEscape),
            ("A=\"b\\\n\"", 1, .unknownEscape),
            ("#\nA='secret", 2, .unclosedQuote), ("A='b\nc'", 1, .unclosedQuote), ("A= \"b\nc\"", 1, .unclosedQuote),
            ("A=\"secret\nB=2\n\n", 1, .unclosedQuote), ("A=\"secret\\\"", 1, .unclosedQuote),
            ("A=\"", 1, .unclosedQuote),
        ] as [(String, Int, DotEnvError.Reason)])
    func `names the line and the reason of what it cannot read`(file: String, line: Int, reason: DotEnvError.Reason) {
        #expect(throws: DotEnvError(line: line, reason: reason)) { try DotEnv(parsing: file, environment: ["A": ""]) }
    }

    @Test func `never repeats the file in a message`() {
        let hint = "hint: a value with blanks or '#' in it needs quotes"

        let error = #expect(throws: DotEnvError.self) { try DotEnv(parsing: "\nA=my secret", environment: [:]) }

        #expect(error.map(String.init) == "line 2: there is text after the value\n" + hint)
    }

    @Test func `stops references from growing without end`() {
        let doubling = (1...64).map { "V\($0)=${V\($0 - 1)}${V\($0 - 1)}\n" }.joined()

        let error = #expect(throws: DotEnvError.self) { try DotEnv(parsing: "V0=xx\n" + doubling, environment: [:]) }

        #expect(error?.reason == .endlessGrowth)
    }

    @Test(
        arguments: [
            ("null", nil), ("(NULL)", nil), ("empty", ""), ("(Empty)", ""), ("TRUE", "true"), ("(false)", "false"),
            ("", ""), ("(null", "(null"), ("nullable", "nullable"), ("'b'", "b"), ("\"\"", ""), ("\"'b'\"", "'b'"),
            ("'", "'"), ("'b\"", "'b\""), ("b'", "b'"), ("'b\nc'", "'b\nc'"), (" null", " null"),
        ] as [(String, String?)])
    func `understands the words and quotes that Laravel does`(text: String, value: String?) {
        #expect(DotEnv.laravelValue(text) == value)
    }
}
