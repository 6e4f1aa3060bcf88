import BackupCore
import TestSupport
import Testing

@Suite struct LogTests {
    private let recorded = RecordedLog()

    @Test func `writes one line an event, its level first`() {
        recorded.log.info("backup created", ["id": 7])
        recorded.log.warning("w")
        recorded.log.error("e")

        #expect(
            recorded.lines == [
                "level=info message=\"backup created\" id=7", "level=warning message=w", "level=error message=e",
            ])
    }

    @Test func `bears the fields of those it came from`() {
        recorded.log.with(["request": "7f3a"]).with(["user": 1]).info("deleted", ["id": 2])

        #expect(recorded.lines == ["level=info request=7f3a user=1 message=deleted id=2"])
    }

    @Test(
        arguments: [
            ("plain/word:1.5-x", "plain/word:1.5-x"), ("", "\"\""), ("two words", "\"two words\""), ("a=b", "\"a=b\""),
            ("say \"no\"", #""say \"no\"""#), ("c:\\x y", #""c:\\x y""#), ("é", "\"é\""),
            ("a\nlevel=error", #""a\nlevel=error""#), ("a\r\tb\u{1B}[0m", #""a\u{d}\u{9}b\u{1b}[0m""#),
            ("\u{85}\u{7F}", #""\u{85}\u{7f}""#), ("a\r\nb", #""a\u{d}\nb""#),
        ])
    func `lets no value end the line or look like a field`(value: String, text: String) {
        recorded.log.info("m", ["v": value])

        #expect(recorded.lines == ["level=info message=m v=\(text)"])
    }
}
