import TestSupport
import Testing

@testable import Deployment

/// What holds of a `.env` whatever stands in it.
@Suite struct FuzzTests {
    private static let words = [
        "A", "B", "=", "A=", "B=", "=\"", "\"", "'", "\\", "\\n", "#", " ", "\t", "\n", "\r\n", "\r", "$", "${", "}",
        "${A}",
        "${B}", "export ", "é", "\u{301}", "\u{FEFF}", "\0", "null", "(empty)", "x",
    ]

    @Test func `any file is read or refused, and the environment wins`() throws {
        try Fuzz.run("env files", cases: 1500) { fuzz in
            let file = fuzz.text(of: Self.words, upTo: 40)
            let lines = 1 + file.unicodeScalars.count { $0 == "\n" || $0 == "\r" }

            do {
                let values = try DotEnv(parsing: file, environment: ["B": "}"]).values
                try fuzz.check(values["B"] == "}", "B changed in \(file.debugDescription)")
                for (_, value) in values { _ = DotEnv.laravelValue(value) }
            } catch let error as DotEnvError {
                try fuzz.check(1...lines ~= error.line, "\(error) of \(file.debugDescription)")
            }
        }
    }

    @Test func `a value in single quotes is the value, whatever it is`() throws {
        let words = Self.words.filter { !["'", "\n", "\r\n", "\r"].contains($0) && !$0.contains("\"") }
        try Fuzz.run("env values", cases: 800) { fuzz in
            let value = fuzz.text(of: words, upTo: 12)

            let values = try DotEnv(parsing: "B=b\nA='\(value)' # A=2\n", environment: [:]).values

            try fuzz.check(values["A"] == value, "\(values) of \(value.debugDescription)")
        }
    }

    @Test(arguments: [
        "A=x\n", "A=\"", "\"", "'", "\\", "A=${A}${A}\n", "${", "$", "A=\"\n", "=", "#", "\n", " ", "A=\"x\"", "é",
        "A=${",
    ])
    func `a long file of one thing is read or refused in no time`(word: String) {
        let start = ContinuousClock.now
        let file = "A=12345678\n" + String(repeating: word, count: (1 << 16) / word.utf8.count)

        let values = try? DotEnv(parsing: file, environment: [:]).values

        // What references bring in has its limit.
        #expect(values?["A"]?.utf8.count ?? 0 <= 1 << 21)
        #expect(.now - start < .seconds(60))
    }
}
