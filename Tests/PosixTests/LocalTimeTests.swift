import Posix
import TestSupport
import Testing

/// The zone belongs to the whole process, so each zone is tried in a process of its own.
@Suite struct LocalTimeTests {
    @Test func `reads and writes times in UTC`() throws {
        let utc = try #require(LocalTime(zone: "utc"))

        #expect(utc.zone == "UTC")
        #expect(utc.text(ofSeconds: 1_771_857_000) == "2026-02-23 14:30:00")
        #expect(utc.text(ofSeconds: -1) == "1969-12-31 23:59:59")
        #expect(utc.seconds(of: "2026-02-23 14:30:00") == 1_771_857_000)
        #expect(utc.seconds(of: "2026-02-23 14:30:00.987654") == 1_771_857_000)
        #expect(utc.seconds(of: "1969-12-31 23:59:59") == -1)
    }

    @Test func `takes MySQL's zero date for what PHP makes of it`() throws {
        let utc = try #require(LocalTime(zone: "UTC"))

        #expect(utc.seconds(of: "0000-00-00 00:00:00") == -62_169_984_000)
    }

    @Test(arguments: ["", "2026-02-23", "2026-02-23 14:30", "x", "2026-02-23 14:30:xx", "99999999999-01-01 00:00:00"])
    func `is no time where a field is missing or no number`(text: String) throws {
        #expect(try #require(LocalTime(zone: "UTC")).seconds(of: text) == nil)
    }

    @Test(
        arguments: [
            "", "Mars/Olympus", "Europe", "/usr/share/zoneinfo/UTC", "../zoneinfo/UTC", "Europe/Berlin ", "zone.tab",
            "Europe/Berlin\u{301}",
        ])
    func `knows no zone that the system does not have`(zone: String) {
        #expect(LocalTime(zone: zone) == nil)
    }

    @Test func `knows UTC without the system's help`() {
        #expect(LocalTime(zone: "UTC", database: "/nonexistent") != nil)
        #expect(LocalTime(zone: "Europe/Berlin", database: "/nonexistent") == nil)
    }

    @Test func `goes by PHP's rules where the clock is put forward or back in Berlin`() async {
        await #expect(processExitsWith: .success) {
            let zone = try #require(LocalTime(zone: "Europe/Berlin"))
            #expect(zone.text(ofSeconds: 1_771_857_000) == "2026-02-23 15:30:00")
            #expect(zone.seconds(of: "2026-07-01 12:00:00") == 1_782_900_000)
            // 29 March: 02:00 becomes 03:00.
            #expect(zone.seconds(of: "2026-03-29 01:59:59") == 1_774_745_999)
            #expect(zone.seconds(of: "2026-03-29 02:30:00") == 1_774_747_800)
            #expect(zone.text(ofSeconds: 1_774_747_800) == "2026-03-29 03:30:00")
            #expect(zone.seconds(of: "2026-03-29 03:00:00") == 1_774_746_000)
            // 25 October: 03:00 becomes 02:00.
            #expect(zone.seconds(of: "2026-10-25 02:30:00") == 1_792_888_200)
            #expect(zone.text(ofSeconds: 1_792_888_200 + 3600) == "2026-10-25 02:30:00")
            #expect(zone.seconds(of: "2026-10-25 03:00:00") == 1_792_893_600)
        }
    }

    @Test func `goes by PHP's rules where winter is the exception, in Dublin`() async {
        await #expect(processExitsWith: .success) {
            let zone = try #require(LocalTime(zone: "Europe/Dublin"))
            #expect(zone.seconds(of: "2026-10-25 01:30:00") == 1_792_888_200)
            #expect(zone.text(ofSeconds: 1_792_888_200 + 3600) == "2026-10-25 01:30:00")
            #expect(zone.seconds(of: "2026-03-29 01:30:00") == 1_774_747_800)
            #expect(zone.text(ofSeconds: 1_774_747_800) == "2026-03-29 02:30:00")
        }
    }

    @Test func `goes by PHP's rules where a zone changed without daylight saving, in Moscow`() async {
        await #expect(processExitsWith: .success) {
            let zone = try #require(LocalTime(zone: "Europe/Moscow"))
            #expect(zone.text(ofSeconds: 1_414_274_400 - 1800) == "2014-10-26 01:30:00")
            #expect(zone.text(ofSeconds: 1_414_274_400 + 1800) == "2014-10-26 01:30:00")
            #expect(zone.seconds(of: "2014-10-26 01:30:00") == 1_414_274_400 - 1800)
        }
    }

    @Test func `reads what it wrote, at every quarter of an hour of a year, or the pass before`() async {
        await #expect(processExitsWith: .success) {
            let zone = try #require(LocalTime(zone: "Africa/Cairo"))
            var earlier = 0
            for quarter in 0..<(365 * 96) {
                let instant = 1_767_225_600 + quarter * 900
                let read = zone.seconds(of: zone.text(ofSeconds: instant))
                if read == instant - 3600 { earlier += 1 } else { #expect(read == instant) }
            }
            #expect(earlier == 4)
        }
    }
}

extension LocalTime {
    fileprivate func seconds(of text: String) -> Int? { seconds(of: Array(text.utf8)[...]) }
}
