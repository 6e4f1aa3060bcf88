import HTTP
import TestSupport
import Testing

@testable import BackupAPI

@Suite struct LanguageTests {
    @Test(
        arguments: [
            "ar", "AR", "ar-EG", "ar-Arab-EG", "ar-EG,ar;q=0.9,en-US;q=0.8,en;q=0.7", "ar,en-US;q=0.9,en;q=0.8",
            "ar, en",
            "ar;q=0.1", "ar ; q=0.001", "ar;Q=1.000", "fr, ar;q=0.5", "fr;q=0.9, ar;q=0.5, en;q=0.4",
            "en;q=0.7, ar;q=0.71",
            "ar;q=0, ar-EG", "ar-EG;q=0, ar", "ar, *", "ar, *;q=0.5", "*;q=0, ar", "en;q=0, *", "en;q=0,ar;q=0.2",
            ",, ar ,",
            "en;q=0.2, ar, en;q=0.1", "\tar\t", "ar;q=1.", "tlh, fr, de, he;q=0.3, fa;q=0.2, ar-YE;q=0.1",
            "en;q=0, ar;q=1",
        ])
    func `who likes Arabic better gets it`(value: String) {
        #expect(Language(accepting: value) == .arabic)
    }

    @Test(
        arguments: [
            "", " ", ",", "en", "en-GB", "en, ar", "en-US,en;q=0.9,ar;q=0.8", "ar;q=0.5, en", "ar;q=0.5, *", "*",
            "*, ar",
            "*;q=0.5, ar;q=0.1", "ar;q=0", "ar;q=0.000", "ar;q=0, *", "ar;q=0, en;q=0", "fr", "fr, de;q=0.1", "*;q=0",
            "arz", "a", "arabic", "ara", "en-ar", "x-ar", "en;q=0.2, ar;q=0.1, en;q=0.3",
        ])
    func `in doubt it is English`(value: String) {
        #expect(Language(accepting: value) == .english)
    }

    @Test(
        arguments: [
            "ar_EG", "ar;", "ar;q", "ar;q=", "ar;q=2", "ar;q=1.001", "ar;q=0.1234", "ar;q=.5", "ar;q=-1", "ar;q=0,5",
            "ar;q=x",
            "ar;q=1;q=1", "ar;level=1", "ar q=1", "ar;q =1", "ar;q= 1", "ar;;q=1", "ar-", "-ar", "ar--EG", "ar-*",
            "*-ar", "4r",
            "ar-abcdefghi", "abcdefghi, ar", "ar, \u{663A}", "ar;q=1\u{660}", "عربي", "ar\u{301}", "ar,\u{0}", "ar/en",
            "\"ar\"",
            "ar en", "ar, en;q=2",
        ])
    func `a value that is broken anywhere says nothing`(value: String) {
        #expect(Language(accepting: value) == .english)
    }

    @Test func `any value is read, and what is broken never counts`() throws {
        let words = ["ar", "en", "*", ";q=", "0", "1", ".", "5", ",", " ", "-", "EG", ";", "q", "=", "_", "é", "\u{0}"]
        try Fuzz.run("languages", cases: 2000) { fuzz in
            let value = fuzz.text(of: words, upTo: 12)

            let chosen = Language(accepting: value)

            try fuzz.check(chosen == .english || value.contains("ar") || value.contains("*"), value)
            try fuzz.check(Language(accepting: value + ",_") == .english, value)
        }
    }

    @Test func `a request without the header is answered in English`() {
        #expect(Language(of: Request(method: "GET", target: "/")) == .english)
        #expect(Language(of: Request(method: "GET", target: "/", headers: ["ACCEPT-LANGUAGE": "ar"])) == .arabic)
    }
}
