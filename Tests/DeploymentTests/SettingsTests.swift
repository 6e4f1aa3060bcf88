import Testing

@testable import Deployment

@Suite struct SettingsTests {
    @Test(
        arguments: [
            (nil, nil), ("", nil), ("x", "x"), ("null", nil), ("(null)", nil), ("empty", nil), (" ", " "), ("'x'", "x"),
            ("true", "true"), ("0", "0"),
        ] as [(String?, String?)])
    func `an empty setting is none, and Laravel's words count`(text: String?, value: String?) {
        var settings = Settings(text.map { ["A": $0] } ?? [:])

        #expect(settings["A"] == value)
    }

    @Test(arguments: [(nil, 5), ("", 5), ("1", 1), ("9", 9), ("+3", 3), ("007", 7)] as [(String?, Int)])
    func `a number in its range is taken`(text: String?, number: Int) {
        var settings = Settings(text.map { ["A": $0] } ?? [:])

        #expect(settings.integer("A", in: 1...9, default: 5) == number)
        #expect(settings.problems.isEmpty)
    }

    @Test(arguments: ["0", "10", "-1", "x", "1.5", "1e0", " 1", "99999999999999999999", "١", "true"])
    func `another number is a problem`(text: String) {
        var settings = Settings(["A": text])

        #expect(settings.integer("A", in: 1...9, default: 5) == 5)
        #expect(
            settings.problems == [
                .init(setting: "A", problem: "'\(text)' is no number from 1 to 9", hint: "the default is 5")
            ])
    }

    @Test func `problems are gathered, in the order they were met`() {
        var settings = Settings(["P": "relative/path", "Q": "/absolute"])

        #expect(settings.required("R", hint: "it is needed") == "")
        #expect(settings.absolutePath("P") == "relative/path")
        #expect(settings.absolutePath("Q") == "/absolute")
        #expect(settings.absolutePath("S") == nil)

        #expect(
            ConfigurationError(problems: settings.problems).description == """
                R is not set
                  hint: it is needed
                P 'relative/path' is no absolute path
                  hint: begin it with a slash
                """)
    }
}
