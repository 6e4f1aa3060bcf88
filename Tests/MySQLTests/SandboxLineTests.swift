import Testing

@testable import MySQL

@Suite struct SandboxLineTests {
    private func passed(_ text: String, inPiecesOf size: Int) -> String {
        var line = SandboxLine()
        var found: [UInt8] = []
        let bytes = Array(text.utf8)
        for start in stride(from: 0, to: bytes.count, by: size) {
            let piece = Array(bytes[start..<min(bytes.count, start + size)])
            if line.beginning == nil {
                found += piece
            } else {
                found += line.take(piece.span.bytes) ?? []
            }
        }
        return String(decoding: found + (line.beginning ?? []), as: UTF8.self)
    }

    @Test(arguments: [1, 7, 40, 41, 1000])
    func `the line goes at the very start, and nothing else`(size: Int) {
        let line = "/*M!999999\\- enable the sandbox mode */"
        let rest = "-- MariaDB dump\n\(line)\nINSERT INTO `t` VALUES ('\(line)');\n"

        #expect(passed("\(line) \n\(rest)", inPiecesOf: size) == "\n\(rest)")
        #expect(passed("\(line)\n\(rest)", inPiecesOf: size) == "\n\(rest)")
        for other in [
            rest, "\n\(line)\n", "\(line) x\n", " \(line)\n", "/*M!999999\\- enable\n", "", "x", "\(line)  ;SELECT 1",
        ] {
            #expect(passed(other, inPiecesOf: size) == other)
        }
    }

    @Test(arguments: [
        ("mariadb  Ver 15.1 Distrib 10.11.19-MariaDB, for debian-linux-gnu (x86_64) using  EditLine wrapper", true),
        ("mysql  Ver 15.1 Distrib 10.11.7-MariaDB, for debian-linux-gnu (x86_64)", false),
        ("mysql  Ver 15.1 Distrib 10.3.39-MariaDB, for Linux (x86_64)", false),
        ("mariadb from 11.4.2-MariaDB, client 15.2 for Linux (x86_64)", true),
        ("mariadb from 11.4.1-MariaDB, client 15.2 for Linux (x86_64)", false),
        ("mariadb from 11.8.0-MariaDB, client 15.2 for Linux (x86_64)", true),
        ("mariadb from 12.0.2-MariaDB, client 15.2 for Linux (x86_64)", true),
        ("mysql  Ver 9.7.4-2 for Linux on x86_64 ((Debian))", false), ("", false),
    ])
    func `a client's version tells whether it knows the line`(version: String, knows: Bool) {
        #expect(SandboxLine.isKnown(to: version) == knows)
    }
}
