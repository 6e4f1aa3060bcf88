import BackupCore
import FoundationEssentials
import TestSupport
import Testing

@testable import BackupAPI

@Suite struct BackupResourceTests {
    @Test(
        arguments: [
            (0, "0 B"), (1, "1 B"), (921, "921 B"), (922, "1 KB"), (1023, "1 KB"), (1024, "1 KB"), (1536, "2 KB"),
            (2560, "2 KB"), (3584, "4 KB"), (943_718, "922 KB"), (943_719, "1 MB"), (5_242_880, "5 MB"),
            (123_456_789, "118 MB"), (1_048_576_000, "1 GB"), (1 << 40, "1 TB"), (1 << 50, "1 PB"), (1 << 60, "1 EB"),
            (Int64.max, "8 EB"),
        ] as [(Int64, String)])
    func `sizes read as Laravel writes them`(bytes: Int64, text: String) {
        #expect(BackupResource.humanSize(bytes) == text)
    }

    @Test(
        arguments: [
            (0, "1970-01-01T00:00:00.000000Z"), (1_771_857_000, "2026-02-23T14:30:00.000000Z"),
            (1_771_857_000.75, "2026-02-23T14:30:00.000000Z"), (-1, "1969-12-31T23:59:59.000000Z"),
            (-0.5, "1969-12-31T23:59:59.000000Z"), (951_782_400, "2000-02-29T00:00:00.000000Z"),
            (951_868_799, "2000-02-29T23:59:59.000000Z"), (4_107_542_400, "2100-03-01T00:00:00.000000Z"),
            (253_402_300_799, "9999-12-31T23:59:59.000000Z"), (-62_135_596_800, "0001-01-01T00:00:00.000000Z"),
            (253_402_300_800, "10000-01-01T00:00:00.000000Z"),
            // What PHP makes of MySQL's zero date 0000-00-00 00:00:00.
            (-62_169_984_000, "-0001-11-30T00:00:00.000000Z"), (-62_167_219_200, "0000-01-01T00:00:00.000000Z"),
        ])
    func `times are in UTC with six digits`(seconds: Double, text: String) {
        #expect(Timestamp.text(Date(timeIntervalSince1970: seconds)) == text)
    }

    @Test func `every day from 1900 to 2100 follows the one before`() {
        let calendar = (-25567..<47482).lazy.map { day in
            Timestamp.text(Date(timeIntervalSince1970: Double(day) * 86400)).prefix(10)
        }

        #expect(calendar.first == "1900-01-01")
        #expect(Set(calendar).count == 73049)
        #expect(calendar.max() == "2099-12-31")
    }

    @Test func `what is not known is null`() {
        var backup = Backup.sample(id: UInt64.max, at: nil)
        (backup.createdBy, backup.creator) = (nil, nil)

        let text = String(decoding: BackupResource(backup).json.encoded, as: UTF8.self)

        #expect(text.hasPrefix(#"{"id":18446744073709551615,"filename":"#))
        #expect(text.hasSuffix(#""created_by":null,"creator":null,"created_at":null,"updated_at":null}"#))
    }
}

@Suite struct ContentDispositionTests {
    @Test(
        arguments: [
            ("backup_2026-02-23_143000.sql.gz", "filename=backup_2026-02-23_143000.sql.gz"),
            ("a b.gz", "filename=\"a b.gz\""), ("a;b", "filename=\"a;b\""), ("a\"b", "filename=\"a\\\"b\""),
            ("", "filename=backup.sql.gz; filename*=utf-8''"), ("a/b\\c", "filename=a-b-c"),
            ("a\r\nX: y", "filename=\"a--X: y\""), ("50%", "filename=50; filename*=utf-8''50%25"),
            ("é.gz", "filename=.gz; filename*=utf-8''%C3%A9.gz"),
            ("نسخة", "filename=backup.sql.gz; filename*=utf-8''%D9%86%D8%B3%D8%AE%D8%A9"),
            ("a\u{7F}\0", "filename=a--"),
        ])
    func `nothing in a name can end the header`(name: String, parameter: String) {
        #expect(ContentDisposition.attachment(name) == "attachment; " + parameter)
    }
}

@Suite struct JSONTests {
    @Test func `is written as PHP writes it`() {
        let value: JSON = [
            "b": [nil, true, false, -1, .unsigned(UInt64.max)], "a": "é😀/\"\\\u{8}\u{C}\n\r\t\u{1}\u{7F}\u{2028}",
            "": [:],
            "list": [],
        ]

        let text =
            #"{"b":[null,true,false,-1,18446744073709551615],"#
            + #""a":"\u00e9\ud83d\ude00\/\"\\\b\f\n\r\t\u0001\#u{7F}\u2028","":{},"list":[]}"#
        #expect(String(decoding: value.encoded, as: UTF8.self) == text)
    }

    @Test(arguments: [0, 1, 2_700, 2_731, 16_382, 16_384, 100_000])
    func `text of any length comes whole, each character in six bytes`(count: Int) {
        let value = JSON.array([.text(String(repeating: "é", count: count)), .integer(.min)])

        let text = "[\"" + String(repeating: "\\u00e9", count: count) + "\",-9223372036854775808]"
        #expect(String(decoding: value.encoded, as: UTF8.self) == text)
    }
}
