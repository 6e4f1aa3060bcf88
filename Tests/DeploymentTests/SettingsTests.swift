import TestSupport
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

    @Test func `a file of ours may name the app's, and counts more; the environment counts most`() throws {
        let scratch = try ScratchFolder()
        let (ours, apps) = (scratch.path(of: "backupd.conf"), scratch.path(of: ".env"))
        try scratch.write("BACKUP_ENV_FILE=\(apps)\nA=ours\nB=ours\n", to: "backupd.conf")
        try scratch.write("A=app\nB=app\nC=app\nD=\"${A}\"\nBACKUP_ENV_FILE=/elsewhere\n", to: ".env")

        for settings in [
            try Settings(["A": "mine"], envFile: ours),
            try Settings(["A": "mine"], envFile: nil, standardFile: ours),
        ] {
            #expect(["A", "B", "C", "D"].map { settings.value(of: $0) } == ["mine", "ours", "app", "mine"])
            #expect(settings.appFile == apps)
        }
    }

    @Test func `the standard file is read where nothing else is named, and need not be there`() throws {
        let scratch = try ScratchFolder()
        let (ours, other) = (scratch.path(of: "backupd.conf"), scratch.path(of: "other"))
        try scratch.write("A=ours\n", to: "backupd.conf")
        try scratch.write("A=other\n", to: "other")

        let settings = try Settings([:], envFile: nil, standardFile: ours)
        #expect(settings.value(of: "A") == "ours")
        #expect(settings.appFile == nil, "its folder is no app's")
        #expect(try Settings([:], envFile: other, standardFile: ours).value(of: "A") == "other")
        #expect(try Settings(["BACKUP_ENV_FILE": other], envFile: nil, standardFile: ours).value(of: "A") == "other")
        #expect(try Settings([:], envFile: nil, standardFile: ours + ".gone").value(of: "A") == nil)
    }

    @Test func `a file that names itself is read once, and one that names nothing readable says so`() throws {
        let scratch = try ScratchFolder()
        let itself = scratch.path(of: "itself")
        try scratch.write("A=1\nBACKUP_ENV_FILE=\(itself)\n", to: "itself")
        try scratch.write("BACKUP_ENV_FILE=/nowhere/.env\n", to: "astray")

        #expect(try Settings([:], envFile: itself).value(of: "A") == "1")
        let error = #expect(throws: ConfigurationError.self) {
            try Settings([:], envFile: scratch.path(of: "astray"))
        }
        #expect(error?.description.contains("BACKUP_ENV_FILE cannot be read: open '/nowhere/.env'") == true)
    }
}

extension Settings {
    /// A setting's text, of settings that nobody goes on reading.
    fileprivate func value(of name: String) -> String? {
        var settings = self
        return settings[name]
    }
}
